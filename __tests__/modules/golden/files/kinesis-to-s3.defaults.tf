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

resource "aws_dynamodb_kinesis_streaming_destination" "pipeline_change-stream_streaming-destination_C44A53D4" {
  approximate_creation_date_time_precision = "MICROSECOND"
  stream_arn                               = aws_kinesis_stream.pipeline_change-stream_3B3628D6.arn
  table_name                               = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [aws_lambda_invocation.pipeline_canary_invocation_2B5F75A9]
}

resource "aws_dynamodb_table" "pipeline_change-stream_table_DDB256C3" {
  name                        = "orders"
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }
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
    "storage.location.template" = "s3://${aws_s3_bucket.pipeline_archive_bucket_4C7D3281.bucket}/changes/table=orders/date=$${date}/"
  }

  partition_keys {
    name    = "date"
    comment = "The day of its arrival, UTC"
    type    = "string"
  }

  storage_descriptor {
    input_format  = "org.apache.hadoop.mapred.TextInputFormat"
    location      = "s3://${aws_s3_bucket.pipeline_archive_bucket_4C7D3281.bucket}/changes/table=orders/"
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

resource "aws_iam_role" "pipeline_canary_function_role_4C505FAE" {
  name_prefix = "orders-firehose-transformer-canary-"
  description = "What the function orders-firehose-transformer-canary may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role" "pipeline_delivery-stream_role_860B67C4" {
  name_prefix = "orders-archive-"
  description = "What the delivery stream orders-archive may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "firehose.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role" "pipeline_transformer_function_role_4D0FFB2D" {
  name_prefix = "orders-firehose-transformer-"
  description = "What the function orders-firehose-transformer may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "pipeline_canary_function_role-policy_3F368186" {
  name = "function"
  role = aws_iam_role.pipeline_canary_function_role_4C505FAE.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.pipeline_canary_function_log-group_BA31D78A.arn}:*"]
      },
      {
        Sid      = "PutCanaries"
        Effect   = "Allow"
        Action   = ["kinesis:ListShards", "kinesis:PutRecord"]
        Resource = [aws_kinesis_stream.pipeline_change-stream_3B3628D6.arn]
      },
      {
        Sid      = "SeeCanaries"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.pipeline_archive_bucket_4C7D3281.arn]
        Condition = {
          StringLike = { "s3:prefix" = ["canary/*"] }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "pipeline_delivery-stream_role-policy_AA687425" {
  name = "delivery"
  role = aws_iam_role.pipeline_delivery-stream_role_860B67C4.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteObjects"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
        Resource = ["${aws_s3_bucket.pipeline_archive_bucket_4C7D3281.arn}/*"]
      },
      {
        Sid      = "FindBucket"
        Effect   = "Allow"
        Action   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
        Resource = [aws_s3_bucket.pipeline_archive_bucket_4C7D3281.arn]
      },
      {
        Sid    = "WriteErrorLog"
        Effect = "Allow"
        Action = ["logs:PutLogEvents"]
        Resource = [
          "${aws_cloudwatch_log_group.pipeline_delivery-stream_log-group_B8CE7507.arn}:log-stream:${aws_cloudwatch_log_stream.pipeline_delivery-stream_log-stream_FA06AFAB.name}",
        ]
      },
      {
        Sid    = "ReadChanges"
        Effect = "Allow"
        Action = [
          "kinesis:DescribeStream",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ]
        Resource = [aws_kinesis_stream.pipeline_change-stream_3B3628D6.arn]
      },
      {
        Sid      = "TransformRecords"
        Effect   = "Allow"
        Action   = ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"]
        Resource = ["${aws_lambda_function.pipeline_transformer_function_79DF4522.arn}:$LATEST"]
      },
    ]
  })
}

resource "aws_iam_role_policy" "pipeline_transformer_function_role-policy_EBBFE45C" {
  name = "function"
  role = aws_iam_role.pipeline_transformer_function_role_4D0FFB2D.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "WriteLogs"
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [
          "${aws_cloudwatch_log_group.pipeline_transformer_function_log-group_D2F5E0B9.arn}:*",
        ]
      },
      {
        Sid      = "AnswerCanaries"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = ["${aws_s3_bucket.pipeline_archive_bucket_4C7D3281.arn}/canary/*"]
      },
      {
        Sid      = "PutRecordsBack"
        Effect   = "Allow"
        Action   = ["kinesis:PutRecords"]
        Resource = [aws_kinesis_stream.pipeline_change-stream_3B3628D6.arn]
      },
    ]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "pipeline_delivery-stream_06D6DB3A" {
  name        = "orders-archive"
  destination = "extended_s3"

  extended_s3_configuration {
    bucket_arn          = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.arn
    buffering_interval  = 300
    buffering_size      = 64
    compression_format  = "GZIP"
    error_output_prefix = "errors/!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/"
    prefix              = "changes/table=orders/date=!{timestamp:yyyy-MM-dd}/"
    role_arn            = aws_iam_role.pipeline_delivery-stream_role_860B67C4.arn

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
    kinesis_stream_arn = aws_kinesis_stream.pipeline_change-stream_3B3628D6.arn
    role_arn           = aws_iam_role.pipeline_delivery-stream_role_860B67C4.arn
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [aws_iam_role_policy.pipeline_delivery-stream_role-policy_AA687425]
}

resource "aws_kinesis_stream" "pipeline_change-stream_3B3628D6" {
  name             = "orders-changes"
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"
  retention_period = 168

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_lambda_function" "pipeline_canary_function_5A6FA1E8" {
  function_name    = "orders-firehose-transformer-canary"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_canary_function_zip_4700DFB1/<sha256>/archive-canary.zip"
  handler          = "index.handler"
  memory_size      = 256
  role             = aws_iam_role.pipeline_canary_function_role_4C505FAE.arn
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 900

  description = substr(
    "Waits until Firehose reads the changes of the table ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name}",
    0,
    256
  )

  environment {
    variables = {
      CANARY_BUCKET = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.bucket
      STREAM_NAME   = aws_kinesis_stream.pipeline_change-stream_3B3628D6.name
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_canary_function_log-group_BA31D78A.name
  }

  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [
    aws_cloudwatch_log_group.pipeline_canary_function_log-group_BA31D78A,
    aws_iam_role_policy.pipeline_canary_function_role-policy_3F368186,
  ]
}

resource "aws_lambda_function" "pipeline_transformer_function_79DF4522" {
  function_name    = "orders-firehose-transformer"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_transformer_function_zip_60A1EFDA/<sha256>/firehose-transformer.zip"
  handler          = "index.handler"
  memory_size      = 512
  role             = aws_iam_role.pipeline_transformer_function_role_4D0FFB2D.arn
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 120

  description = substr(
    "Makes lines of the changes of the table ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name} for its archive",
    0,
    256
  )

  environment {
    variables = {
      CANARY_BUCKET = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.bucket
      TABLE_NAME    = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_transformer_function_log-group_D2F5E0B9.name
  }

  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [
    aws_cloudwatch_log_group.pipeline_transformer_function_log-group_D2F5E0B9,
    aws_iam_role_policy.pipeline_transformer_function_role-policy_EBBFE45C,
  ]
}

resource "aws_lambda_invocation" "pipeline_canary_invocation_2B5F75A9" {
  function_name = aws_lambda_function.pipeline_canary_function_5A6FA1E8.function_name

  input = jsonencode({
    deliveryStreamArn = aws_kinesis_firehose_delivery_stream.pipeline_delivery-stream_06D6DB3A.arn
  })

  triggers = {
    deliveryStream = aws_kinesis_firehose_delivery_stream.pipeline_delivery-stream_06D6DB3A.arn
    stream         = aws_kinesis_stream.pipeline_change-stream_3B3628D6.arn
  }

  depends_on = [
    aws_iam_role_policy.pipeline_canary_function_role-policy_3F368186,
    aws_iam_role_policy.pipeline_transformer_function_role-policy_EBBFE45C,
  ]
}

resource "aws_s3_bucket" "pipeline_archive_bucket_4C7D3281" {
  bucket_prefix = "orders-archive-"
  force_destroy = false
}

resource "aws_s3_bucket_ownership_controls" "pipeline_archive_bucket_ownership_14C88A07" {
  bucket = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "pipeline_archive_bucket_policy_C342C67D" {
  bucket = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:*"]
      Resource = [
        aws_s3_bucket.pipeline_archive_bucket_4C7D3281.arn,
        "${aws_s3_bucket.pipeline_archive_bucket_4C7D3281.arn}/*",
      ]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })

  depends_on = [
    aws_s3_bucket_public_access_block.pipeline_archive_bucket_public-access-block_24CCE860,
  ]
}

resource "aws_s3_bucket_public_access_block" "pipeline_archive_bucket_public-access-block_24CCE860" {
  bucket                  = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pipeline_archive_bucket_encryption_0316B7CB" {
  bucket = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id

  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "pipeline_archive_bucket_versioning_A12202F1" {
  bucket = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id

  versioning_configuration {
    status = "Enabled"
  }
}

output "archive_bucket" {
  description = "The archive"
  value       = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.bucket
}

output "archive_bucket_arn" {
  description = "The archive's ARN"
  value       = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.arn
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
  value       = aws_iam_role.pipeline_delivery-stream_role_860B67C4.arn
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
  value       = aws_iam_role.pipeline_transformer_function_role_4D0FFB2D.arn
}

output "stream_arn" {
  description = "The ARN of the stream of its changes"
  value       = aws_kinesis_stream.pipeline_change-stream_3B3628D6.arn
}

output "stream_name" {
  description = "The Kinesis data stream of its changes"
  value       = aws_kinesis_stream.pipeline_change-stream_3B3628D6.name
}

output "table_arn" {
  description = "Its ARN, if it was made here"
  value       = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.arn
}

output "table_name" {
  description = "The table whose changes are followed"
  value       = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name
}
