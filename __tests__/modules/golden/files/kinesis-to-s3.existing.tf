terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

provider "aws" {
  default_tags {
    tags = {
      Pipeline = "kinesis-to-s3"
      Project  = "dynamodb-cdc"
    }
  }
}

resource "aws_cloudwatch_log_group" "pipeline_canary_function_log-group_BA31D78A" {
  name              = "/aws/lambda/orders-firehose-transformer-canary"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pipeline_delivery-stream_log-group_B8CE7507" {
  name              = "/aws/kinesisfirehose/orders-archive"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pipeline_transformer_function_log-group_D2F5E0B9" {
  name              = "/aws/lambda/orders-firehose-transformer"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_stream" "pipeline_delivery-stream_log-stream_FA06AFAB" {
  name           = "delivery"
  log_group_name = aws_cloudwatch_log_group.pipeline_delivery-stream_log-group_B8CE7507.name
}

resource "aws_glue_catalog_database" "pipeline_archive_table_database_5EFF25FD" {
  name        = "orders_archive"
  description = "Changes of DynamoDB tables"
}

resource "aws_glue_catalog_table" "pipeline_archive_table_BC24183A" {
  name          = "changes"
  description   = "Each change of the DynamoDB table"
  database_name = aws_glue_catalog_database.pipeline_archive_table_database_5EFF25FD.name
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    EXTERNAL                    = "TRUE"
    classification              = "json"
    "projection.date.format"    = "yyyy-MM-dd"
    "projection.date.range"     = "2020-01-01,NOW+1DAYS"
    "projection.date.type"      = "date"
    "projection.enabled"        = "true"
    "storage.location.template" = "s3://${data.aws_s3_bucket.pipeline_archive_bucket_existing_7CB4AC93.bucket}/changes/table=orders/date=$${date}/"
  }

  partition_keys {
    name    = "date"
    comment = "The day of its arrival, UTC"
    type    = "string"
  }

  storage_descriptor {
    input_format  = "org.apache.hadoop.mapred.TextInputFormat"
    location      = "s3://${data.aws_s3_bucket.pipeline_archive_bucket_existing_7CB4AC93.bucket}/changes/table=orders/"
    output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

    columns {
      name    = "eventname"
      comment = "INSERT, MODIFY or REMOVE"
      type    = "string"
    }

    columns {
      name    = "table"
      comment = "The DynamoDB table"
      type    = "string"
    }

    columns {
      name    = "at"
      comment = "When it changed, in microseconds since 1970"
      type    = "bigint"
    }

    columns {
      name    = "sequencenumber"
      comment = "The stream's"
      type    = "string"
    }

    columns {
      name    = "keys"
      comment = "The key, as JSON"
      type    = "string"
    }

    columns {
      name    = "new"
      comment = "The item after the change, as JSON"
      type    = "string"
    }

    columns {
      name    = "old"
      comment = "The item before the change, as JSON"
      type    = "string"
    }

    ser_de_info {
      serialization_library = "org.openx.data.jsonserde.JsonSerDe"

      parameters = {
        "mapping.eventname"      = "eventName"
        "mapping.sequencenumber" = "sequenceNumber"
      }
    }
  }
}

resource "aws_kinesis_firehose_delivery_stream" "pipeline_delivery-stream_06D6DB3A" {
  name        = "orders-archive"
  destination = "extended_s3"

  extended_s3_configuration {
    bucket_arn          = data.aws_s3_bucket.pipeline_archive_bucket_existing_7CB4AC93.arn
    buffering_interval  = 300
    buffering_size      = 64
    compression_format  = "GZIP"
    error_output_prefix = "errors/!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/"
    prefix              = "changes/table=orders/date=!{timestamp:yyyy-MM-dd}/"
    role_arn            = "arn:aws:iam::111122223333:role/of-firehose"

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.pipeline_delivery-stream_log-group_B8CE7507.name
      log_stream_name = aws_cloudwatch_log_stream.pipeline_delivery-stream_log-stream_FA06AFAB.name
    }

    processing_configuration {
      enabled = true

      processors {
        type = "Lambda"

        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "${aws_lambda_function.pipeline_transformer_function_79DF4522.arn}:$LATEST"
        }

        parameters {
          parameter_name  = "BufferSizeInMBs"
          parameter_value = "3"
        }

        parameters {
          parameter_name  = "NumberOfRetries"
          parameter_value = "10"
        }
      }
    }
  }

  kinesis_source_configuration {
    kinesis_stream_arn = data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.arn
    role_arn           = "arn:aws:iam::111122223333:role/of-firehose"
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = []
}

resource "aws_lambda_function" "pipeline_canary_function_5A6FA1E8" {
  function_name    = "orders-firehose-transformer-canary"
  description      = "Waits until Firehose reads the changes of the table orders"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_canary_function_zip_4700DFB1/<sha256>/archive-canary.zip"
  handler          = "index.handler"
  memory_size      = 256
  role             = "arn:aws:iam::111122223333:role/of-functions"
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 900

  environment {
    variables = {
      CANARY_BUCKET = data.aws_s3_bucket.pipeline_archive_bucket_existing_7CB4AC93.bucket
      STREAM_NAME   = data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.name
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_canary_function_log-group_BA31D78A.name
  }

  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [aws_cloudwatch_log_group.pipeline_canary_function_log-group_BA31D78A]
}

resource "aws_lambda_function" "pipeline_transformer_function_79DF4522" {
  function_name    = "orders-firehose-transformer"
  description      = "Makes lines of the changes of the table orders for its archive"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_transformer_function_zip_60A1EFDA/<sha256>/firehose-transformer.zip"
  handler          = "index.handler"
  memory_size      = 512
  role             = "arn:aws:iam::111122223333:role/of-functions"
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 120

  environment {
    variables = {
      CANARY_BUCKET = data.aws_s3_bucket.pipeline_archive_bucket_existing_7CB4AC93.bucket
      TABLE_NAME    = "orders"
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_transformer_function_log-group_D2F5E0B9.name
  }

  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [aws_cloudwatch_log_group.pipeline_transformer_function_log-group_D2F5E0B9]
}

resource "aws_lambda_invocation" "pipeline_canary_invocation_2B5F75A9" {
  function_name = aws_lambda_function.pipeline_canary_function_5A6FA1E8.function_name

  input = jsonencode({
    deliveryStreamArn = aws_kinesis_firehose_delivery_stream.pipeline_delivery-stream_06D6DB3A.arn
  })

  triggers = {
    deliveryStream = aws_kinesis_firehose_delivery_stream.pipeline_delivery-stream_06D6DB3A.arn
    stream         = data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.arn
  }

  depends_on = []
}

data "aws_kinesis_stream" "pipeline_change-stream_existing-stream_1CDB1929" {
  name = "changes"
}

data "aws_s3_bucket" "pipeline_archive_bucket_existing_7CB4AC93" {
  bucket = "lake"
}

output "archive_bucket" {
  description = "The archive"
  value       = data.aws_s3_bucket.pipeline_archive_bucket_existing_7CB4AC93.bucket
}

output "archive_bucket_arn" {
  description = "The archive's ARN"
  value       = data.aws_s3_bucket.pipeline_archive_bucket_existing_7CB4AC93.arn
}

output "archive_prefix" {
  description = "Where in the bucket the changes lie, in a folder a date"
  value       = "changes/table=orders/"
}

output "archive_table_name" {
  description = "Its table there"
  value       = aws_glue_catalog_table.pipeline_archive_table_BC24183A.name
}

output "canary_function_name" {
  description = "The function that waits for Firehose"
  value       = aws_lambda_function.pipeline_canary_function_5A6FA1E8.function_name
}

output "database_name" {
  description = "The Glue database in which Athena finds it"
  value       = aws_glue_catalog_database.pipeline_archive_table_database_5EFF25FD.name
}

output "delivery_stream_arn" {
  description = "That stream's ARN"
  value       = aws_kinesis_firehose_delivery_stream.pipeline_delivery-stream_06D6DB3A.arn
}

output "delivery_stream_log_group_name" {
  description = "The log group of Firehose's own errors"
  value       = aws_cloudwatch_log_group.pipeline_delivery-stream_log-group_B8CE7507.name
}

output "delivery_stream_name" {
  description = "The Firehose stream into the archive"
  value       = aws_kinesis_firehose_delivery_stream.pipeline_delivery-stream_06D6DB3A.name
}

output "delivery_stream_role_arn" {
  description = "That stream's role"
  value       = "arn:aws:iam::111122223333:role/of-firehose"
}

output "function_arn" {
  description = "That function's ARN"
  value       = aws_lambda_function.pipeline_transformer_function_79DF4522.arn
}

output "function_log_group_name" {
  description = "The log group that it writes to"
  value       = aws_cloudwatch_log_group.pipeline_transformer_function_log-group_D2F5E0B9.name
}

output "function_name" {
  description = "The function that makes lines of them"
  value       = aws_lambda_function.pipeline_transformer_function_79DF4522.function_name
}

output "function_role_arn" {
  description = "That function's role"
  value       = "arn:aws:iam::111122223333:role/of-functions"
}

output "stream_arn" {
  description = "The ARN of the stream of its changes"
  value       = data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.arn
}

output "stream_name" {
  description = "The Kinesis data stream of its changes"
  value       = data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.name
}

output "table_name" {
  description = "The table whose changes are followed"
  value       = "orders"
}
