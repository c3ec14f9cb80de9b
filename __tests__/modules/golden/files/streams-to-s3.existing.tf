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
      Pipeline = "streams-to-s3"
      Project  = "dynamodb-cdc"
    }
  }
}

resource "aws_cloudwatch_log_group" "pipeline_delivery-stream_log-group_B8CE7507" {
  name              = "/aws/kinesisfirehose/orders-archive"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pipeline_forwarder_function_log-group_1896D958" {
  name              = "/aws/lambda/orders-firehose-forwarder"
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
  }

  server_side_encryption {
    enabled  = true
    key_type = "AWS_OWNED_CMK"
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = []
}

resource "aws_lambda_event_source_mapping" "pipeline_forwarder_event-source-mapping_D3BD6A34" {
  function_name                      = aws_lambda_function.pipeline_forwarder_function_9727D17D.arn
  batch_size                         = 1000
  bisect_batch_on_function_error     = true
  event_source_arn                   = data.aws_dynamodb_table.pipeline_change-stream_table_existing_710C284B.stream_arn
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = 1
  maximum_record_age_in_seconds      = 82800
  maximum_retry_attempts             = -1
  parallelization_factor             = 1
  starting_position                  = "TRIM_HORIZON"

  destination_config {
    on_failure {
      destination_arn = data.aws_s3_bucket.pipeline_forwarder_parking_bucket_existing_85653CF7.arn
    }
  }

  depends_on = []
}

resource "aws_lambda_function" "pipeline_forwarder_function_9727D17D" {
  function_name    = "orders-firehose-forwarder"
  description      = "Sends the changes of the table orders to its archive"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_forwarder_function_zip_425D2CFC/<sha256>/firehose-forwarder.zip"
  handler          = "index.handler"
  memory_size      = 512
  role             = "arn:aws:iam::111122223333:role/of-functions"
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 120

  environment {
    variables = {
      DELIVERY_STREAM_NAME = aws_kinesis_firehose_delivery_stream.pipeline_delivery-stream_06D6DB3A.name
      PARKING_BUCKET       = data.aws_s3_bucket.pipeline_forwarder_parking_bucket_existing_85653CF7.bucket
      PARKING_QUEUE_URL    = aws_sqs_queue.pipeline_forwarder_parking_queue_16278C66.url
      TABLE_NAME           = "orders"
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_forwarder_function_log-group_1896D958.name
  }

  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [aws_cloudwatch_log_group.pipeline_forwarder_function_log-group_1896D958]
}

resource "aws_sqs_queue" "pipeline_forwarder_parking_queue_16278C66" {
  name                      = "orders-firehose-forwarder-parking"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "pipeline_forwarder_parking_queue-policy_A741D41D" {
  queue_url = aws_sqs_queue.pipeline_forwarder_parking_queue_16278C66.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["sqs:*"]
      Resource  = [aws_sqs_queue.pipeline_forwarder_parking_queue_16278C66.arn]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })
}

data "aws_dynamodb_table" "pipeline_change-stream_table_existing_710C284B" {
  name = "orders"

  lifecycle {
    postcondition {
      error_message = "The table's DynamoDB stream must be on, with the view type NEW_IMAGE or NEW_AND_OLD_IMAGES. Set stream_enabled and stream_view_type on the table, where it is made."

      condition = (
        self.stream_enabled
        && contains(["NEW_IMAGE", "NEW_AND_OLD_IMAGES"], self.stream_view_type)
      )
    }
  }
}

data "aws_s3_bucket" "pipeline_archive_bucket_existing_7CB4AC93" {
  bucket = "lake"
}

data "aws_s3_bucket" "pipeline_forwarder_parking_bucket_existing_85653CF7" {
  bucket = "kept-aside"
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
  value       = aws_lambda_function.pipeline_forwarder_function_9727D17D.arn
}

output "function_log_group_name" {
  description = "The log group that it writes to"
  value       = aws_cloudwatch_log_group.pipeline_forwarder_function_log-group_1896D958.name
}

output "function_name" {
  description = "The function that sends them to Firehose"
  value       = aws_lambda_function.pipeline_forwarder_function_9727D17D.function_name
}

output "function_role_arn" {
  description = "That function's role"
  value       = "arn:aws:iam::111122223333:role/of-functions"
}

output "parking_bucket" {
  description = "The changes that can never be delivered"
  value       = data.aws_s3_bucket.pipeline_forwarder_parking_bucket_existing_85653CF7.bucket
}

output "parking_bucket_arn" {
  description = "That bucket's ARN"
  value       = data.aws_s3_bucket.pipeline_forwarder_parking_bucket_existing_85653CF7.arn
}

output "parking_queue_arn" {
  description = "That queue's ARN"
  value       = aws_sqs_queue.pipeline_forwarder_parking_queue_16278C66.arn
}

output "parking_queue_name" {
  description = "That queue's name, for an alarm on its length"
  value       = aws_sqs_queue.pipeline_forwarder_parking_queue_16278C66.name
}

output "parking_queue_url" {
  description = "A message for each of them"
  value       = aws_sqs_queue.pipeline_forwarder_parking_queue_16278C66.url
}

output "stream_arn" {
  description = "The ARN of the stream of its changes"
  value       = data.aws_dynamodb_table.pipeline_change-stream_table_existing_710C284B.stream_arn
}

output "table_name" {
  description = "The table whose changes are followed"
  value       = "orders"
}
