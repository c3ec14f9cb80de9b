terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      Pipeline = "streams-to-s3"
      Project  = "dynamodb-cdc"
      Team     = "search"
    }
  }
}

locals {
  pipeline_delivery-stream_catalog-arn_E039FBB0 = replace(
    aws_glue_catalog_database.pipeline_archive_table_database_5EFF25FD.arn,
    "/:database/.*/",
    ":catalog"
  )
}

resource "aws_cloudwatch_log_group" "pipeline_delivery-stream_log-group_B8CE7507" {
  name              = "/aws/kinesisfirehose/orders-archive"
  kms_key_id        = "arn:aws:kms:eu-west-1:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pipeline_forwarder_function_log-group_1896D958" {
  name              = "/aws/lambda/orders-function"
  kms_key_id        = "arn:aws:kms:eu-west-1:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_stream" "pipeline_delivery-stream_log-stream_FA06AFAB" {
  name           = "delivery"
  log_group_name = aws_cloudwatch_log_group.pipeline_delivery-stream_log-group_B8CE7507.name
}

resource "aws_dynamodb_table" "pipeline_change-stream_table_DDB256C3" {
  name                        = "orders"
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "id"
  range_key                   = "line"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "line"
    type = "N"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
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
    classification              = "parquet"
    "projection.date.format"    = "yyyy-MM-dd"
    "projection.date.range"     = "2020-01-01,NOW+1DAYS"
    "projection.date.type"      = "date"
    "projection.enabled"        = "true"
    "storage.location.template" = "s3://${aws_s3_bucket.pipeline_archive_bucket_4C7D3281.bucket}/changes/table=orders/date=$${date}/"
  }

  partition_keys {
    name    = "date"
    comment = "The day of the change, UTC"
    type    = "string"
  }

  storage_descriptor {
    input_format  = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
    location      = "s3://${aws_s3_bucket.pipeline_archive_bucket_4C7D3281.bucket}/changes/table=orders/"
    output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"

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
      serialization_library = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
    }
  }
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

resource "aws_iam_role" "pipeline_forwarder_function_role_0D1FA4B8" {
  name_prefix = "orders-function-"
  description = "What the function orders-function may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
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
        Sid      = "EncryptObjects"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = ["arn:aws:kms:eu-west-1:111122223333:key/6234abcd-12ab-34cd-56ef-1234567890ab"]
      },
      {
        Sid    = "ReadSchema"
        Effect = "Allow"
        Action = ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"]
        Resource = [
          local.pipeline_delivery-stream_catalog-arn_E039FBB0,
          aws_glue_catalog_database.pipeline_archive_table_database_5EFF25FD.arn,
          aws_glue_catalog_table.pipeline_archive_table_BC24183A.arn,
        ]
      },
    ]
  })
}

resource "aws_iam_role_policy" "pipeline_forwarder_function_role-policy_385D3A4F" {
  name = "function"
  role = aws_iam_role.pipeline_forwarder_function_role_0D1FA4B8.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "WriteLogs"
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [
          "${aws_cloudwatch_log_group.pipeline_forwarder_function_log-group_1896D958.arn}:*",
        ]
      },
      {
        Sid      = "WriteTraces"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = ["*"]
      },
      {
        Sid    = "JoinVpc"
        Effect = "Allow"
        Action = [
          "ec2:AssignPrivateIpAddresses",
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
          "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = ["*"]
      },
      {
        Sid      = "PutLines"
        Effect   = "Allow"
        Action   = ["firehose:PutRecordBatch"]
        Resource = [aws_kinesis_firehose_delivery_stream.pipeline_delivery-stream_06D6DB3A.arn]
      },
      {
        Sid      = "ParkChanges"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = ["${aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.arn}/*"]
      },
      {
        Sid      = "FindParkingBucket"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.arn]
      },
      {
        Sid      = "TellOfParkedChanges"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.pipeline_forwarder_parking_queue_16278C66.arn]
      },
      {
        Sid      = "EncryptParkedChanges"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = ["arn:aws:kms:eu-west-1:111122223333:key/4234abcd-12ab-34cd-56ef-1234567890ab"]
      },
      {
        Sid      = "ReadChanges"
        Effect   = "Allow"
        Action   = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
        Resource = [aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.stream_arn]
      },
      {
        Sid      = "ListStreams"
        Effect   = "Allow"
        Action   = ["dynamodb:ListStreams"]
        Resource = ["*"]
      },
      {
        Sid      = "DecryptChanges"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
      },
    ]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "pipeline_delivery-stream_06D6DB3A" {
  name        = "orders-archive"
  destination = "extended_s3"

  extended_s3_configuration {
    bucket_arn          = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.arn
    buffering_interval  = 60
    buffering_size      = 128
    compression_format  = "UNCOMPRESSED"
    error_output_prefix = "errors/!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/"
    kms_key_arn         = "arn:aws:kms:eu-west-1:111122223333:key/6234abcd-12ab-34cd-56ef-1234567890ab"
    prefix              = "changes/table=orders/date=!{partitionKeyFromQuery:date}/"
    role_arn            = aws_iam_role.pipeline_delivery-stream_role_860B67C4.arn

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.pipeline_delivery-stream_log-group_B8CE7507.name
      log_stream_name = aws_cloudwatch_log_stream.pipeline_delivery-stream_log-stream_FA06AFAB.name
    }

    data_format_conversion_configuration {
      input_format_configuration {
        deserializer {
          open_x_json_ser_de {
            column_to_json_key_mappings = {
              eventname      = "eventName"
              sequencenumber = "sequenceNumber"
            }
          }
        }
      }

      output_format_configuration {
        serializer {
          parquet_ser_de {}
        }
      }

      schema_configuration {
        database_name = aws_glue_catalog_database.pipeline_archive_table_database_5EFF25FD.name
        role_arn      = aws_iam_role.pipeline_delivery-stream_role_860B67C4.arn
        table_name    = aws_glue_catalog_table.pipeline_archive_table_BC24183A.name
      }
    }

    dynamic_partitioning_configuration {
      enabled = true
    }

    processing_configuration {
      enabled = true

      processors {
        type = "MetadataExtraction"

        parameters {
          parameter_name  = "MetadataExtractionQuery"
          parameter_value = "{date: (.at/1000000 | strftime(\"%Y-%m-%d\"))}"
        }

        parameters {
          parameter_name  = "JsonParsingEngine"
          parameter_value = "JQ-1.6"
        }
      }
    }
  }

  server_side_encryption {
    enabled  = true
    key_type = "AWS_OWNED_CMK"
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [aws_iam_role_policy.pipeline_delivery-stream_role-policy_AA687425]
}

resource "aws_lambda_event_source_mapping" "pipeline_forwarder_event-source-mapping_D3BD6A34" {
  function_name                      = aws_lambda_function.pipeline_forwarder_function_9727D17D.arn
  batch_size                         = 500
  bisect_batch_on_function_error     = true
  event_source_arn                   = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.stream_arn
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = 1
  maximum_record_age_in_seconds      = 82800
  maximum_retry_attempts             = 10
  parallelization_factor             = 2
  starting_position                  = "TRIM_HORIZON"

  destination_config {
    on_failure {
      destination_arn = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.arn
    }
  }

  depends_on = [aws_iam_role_policy.pipeline_forwarder_function_role-policy_385D3A4F]
}

resource "aws_lambda_function" "pipeline_forwarder_function_9727D17D" {
  function_name                  = "orders-function"
  architectures                  = ["arm64"]
  filename                       = "assets/pipeline_forwarder_function_zip_425D2CFC/<sha256>/firehose-forwarder.zip"
  handler                        = "index.handler"
  memory_size                    = 512
  reserved_concurrent_executions = 5
  role                           = aws_iam_role.pipeline_forwarder_function_role_0D1FA4B8.arn
  runtime                        = "nodejs22.x"
  source_code_hash               = "<sha256>"
  timeout                        = 120

  description = substr(
    "Sends the changes of the table ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name} to its archive",
    0,
    256
  )

  environment {
    variables = {
      DELIVERY_STREAM_NAME = aws_kinesis_firehose_delivery_stream.pipeline_delivery-stream_06D6DB3A.name
      FILTER               = jsonencode({ status = ["open"] })
      IMAGES               = "text"
      PARKING_BUCKET       = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.bucket
      PARKING_QUEUE_URL    = aws_sqs_queue.pipeline_forwarder_parking_queue_16278C66.url
      TABLE_NAME           = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_forwarder_function_log-group_1896D958.name
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    security_group_ids = ["sg-1"]
    subnet_ids         = ["subnet-1", "subnet-2"]
  }

  depends_on = [
    aws_cloudwatch_log_group.pipeline_forwarder_function_log-group_1896D958,
    aws_iam_role_policy.pipeline_forwarder_function_role-policy_385D3A4F,
  ]
}

resource "aws_s3_bucket" "pipeline_archive_bucket_4C7D3281" {
  bucket_prefix = "orders-archive-"
  force_destroy = false
}

resource "aws_s3_bucket" "pipeline_forwarder_parking_bucket_96C1B01C" {
  bucket_prefix = "orders-function-parking-"
  force_destroy = false
}

resource "aws_s3_bucket_lifecycle_configuration" "pipeline_archive_bucket_lifecycle_9930FC05" {
  bucket = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id

  rule {
    id     = "expire"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    expiration {
      days = 365
    }

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days = 365
    }
  }

  depends_on = [aws_s3_bucket_versioning.pipeline_archive_bucket_versioning_A12202F1]
}

resource "aws_s3_bucket_lifecycle_configuration" "pipeline_forwarder_parking_bucket_lifecycle_2B89D9D4" {
  bucket = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.id

  rule {
    id     = "expire"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    expiration {
      days = 30
    }

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  depends_on = [aws_s3_bucket_versioning.pipeline_forwarder_parking_bucket_versioning_B2E8FA33]
}

resource "aws_s3_bucket_ownership_controls" "pipeline_archive_bucket_ownership_14C88A07" {
  bucket = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_ownership_controls" "pipeline_forwarder_parking_bucket_ownership_20098752" {
  bucket = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.id

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

resource "aws_s3_bucket_policy" "pipeline_forwarder_parking_bucket_policy_480FD0CC" {
  bucket = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:*"]
      Resource = [
        aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.arn,
        "${aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.arn}/*",
      ]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })

  depends_on = [
    aws_s3_bucket_public_access_block.pipeline_forwarder_parking_bucket_public-access-block_F05DAFB2,
  ]
}

resource "aws_s3_bucket_public_access_block" "pipeline_archive_bucket_public-access-block_24CCE860" {
  bucket                  = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_public_access_block" "pipeline_forwarder_parking_bucket_public-access-block_F05DAFB2" {
  bucket                  = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pipeline_archive_bucket_encryption_0316B7CB" {
  bucket = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:key/6234abcd-12ab-34cd-56ef-1234567890ab"
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pipeline_forwarder_parking_bucket_encryption_50917549" {
  bucket = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:key/4234abcd-12ab-34cd-56ef-1234567890ab"
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_versioning" "pipeline_archive_bucket_versioning_A12202F1" {
  bucket = aws_s3_bucket.pipeline_archive_bucket_4C7D3281.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_versioning" "pipeline_forwarder_parking_bucket_versioning_B2E8FA33" {
  bucket = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_sqs_queue" "pipeline_forwarder_parking_queue_16278C66" {
  name                      = "orders-function-parking"
  kms_master_key_id         = "arn:aws:kms:eu-west-1:111122223333:key/4234abcd-12ab-34cd-56ef-1234567890ab"
  message_retention_seconds = 1209600
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
  value       = aws_iam_role.pipeline_forwarder_function_role_0D1FA4B8.arn
}

output "parking_bucket" {
  description = "The changes that can never be delivered"
  value       = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.bucket
}

output "parking_bucket_arn" {
  description = "That bucket's ARN"
  value       = aws_s3_bucket.pipeline_forwarder_parking_bucket_96C1B01C.arn
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
  value       = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.stream_arn
}

output "table_arn" {
  description = "Its ARN, if it was made here"
  value       = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.arn
}

output "table_name" {
  description = "The table whose changes are followed"
  value       = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name
}
