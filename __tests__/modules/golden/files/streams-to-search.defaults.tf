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
      Pipeline = "streams-to-search"
      Project  = "dynamodb-cdc"
    }
  }
}

resource "aws_cloudwatch_log_group" "pipeline_index_bootstrap_log-group_E0D46C98" {
  name              = "/aws/lambda/orders-search-indexer-bootstrap"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pipeline_indexer_function_log-group_EC7E60AF" {
  name              = "/aws/lambda/orders-search-indexer"
  retention_in_days = 30
}

resource "aws_dynamodb_table" "pipeline_change-stream_table_DDB256C3" {
  name                        = "orders"
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "id"
  stream_enabled              = true
  stream_view_type            = "NEW_IMAGE"

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

resource "aws_iam_role" "pipeline_index_bootstrap_role_75C56810" {
  name_prefix = "orders-search-indexer-bootstrap-"
  description = "What the function orders-search-indexer-bootstrap may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role" "pipeline_indexer_function_role_04EBA371" {
  name_prefix = "orders-search-indexer-"
  description = "What the function orders-search-indexer may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "pipeline_index_bootstrap_role-policy_33BEF790" {
  name = "function"
  role = aws_iam_role.pipeline_index_bootstrap_role_75C56810.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.pipeline_index_bootstrap_log-group_E0D46C98.arn}:*"]
      },
      {
        Sid      = "CallCollection"
        Effect   = "Allow"
        Action   = ["aoss:APIAccessAll"]
        Resource = [aws_opensearchserverless_collection.pipeline_collection_46E77DAD.arn]
      },
    ]
  })
}

resource "aws_iam_role_policy" "pipeline_indexer_function_role-policy_6E90CF6A" {
  name = "function"
  role = aws_iam_role.pipeline_indexer_function_role_04EBA371.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "WriteLogs"
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [
          "${aws_cloudwatch_log_group.pipeline_indexer_function_log-group_EC7E60AF.arn}:*",
        ]
      },
      {
        Sid      = "CallCollection"
        Effect   = "Allow"
        Action   = ["aoss:APIAccessAll"]
        Resource = [aws_opensearchserverless_collection.pipeline_collection_46E77DAD.arn]
      },
      {
        Sid      = "ParkChanges"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = ["${aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.arn}/*"]
      },
      {
        Sid      = "FindParkingBucket"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.arn]
      },
      {
        Sid      = "TellOfParkedChanges"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.pipeline_indexer_parking_queue_C9449E74.arn]
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
    ]
  })
}

resource "aws_lambda_event_source_mapping" "pipeline_indexer_event-source-mapping_923CC742" {
  function_name                      = aws_lambda_function.pipeline_indexer_function_21BB4F99.arn
  batch_size                         = 1000
  bisect_batch_on_function_error     = true
  event_source_arn                   = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.stream_arn
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = 1
  maximum_record_age_in_seconds      = 82800
  maximum_retry_attempts             = -1
  parallelization_factor             = 1
  starting_position                  = "TRIM_HORIZON"

  destination_config {
    on_failure {
      destination_arn = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.arn
    }
  }

  depends_on = [
    aws_lambda_invocation.pipeline_index_invocation_D1C823D8,
    aws_iam_role_policy.pipeline_indexer_function_role-policy_6E90CF6A,
  ]
}

resource "aws_lambda_function" "pipeline_index_bootstrap_function_1973FB8A" {
  function_name    = "orders-search-indexer-bootstrap"
  description      = "Creates the indices, and keeps their mappings and settings up to date"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_index_bootstrap_zip_AD6C26D5/<sha256>/search-bootstrap.zip"
  handler          = "index.handler"
  memory_size      = 256
  role             = aws_iam_role.pipeline_index_bootstrap_role_75C56810.arn
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 300

  environment {
    variables = {
      SEARCH_ENDPOINT = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.collection_endpoint
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_index_bootstrap_log-group_E0D46C98.name
  }

  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [
    aws_cloudwatch_log_group.pipeline_index_bootstrap_log-group_E0D46C98,
    aws_iam_role_policy.pipeline_index_bootstrap_role-policy_33BEF790,
  ]
}

resource "aws_lambda_function" "pipeline_indexer_function_21BB4F99" {
  function_name    = "orders-search-indexer"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_indexer_function_zip_1ECD6498/<sha256>/search-indexer.zip"
  handler          = "index.handler"
  memory_size      = 512
  role             = aws_iam_role.pipeline_indexer_function_role_04EBA371.arn
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 120

  description = substr(
    "Writes the changes of the table ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name} to its search indices",
    0,
    256
  )

  environment {
    variables = {
      PARKING_BUCKET    = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.bucket
      PARKING_QUEUE_URL = aws_sqs_queue.pipeline_indexer_parking_queue_C9449E74.url
      SEARCH_ENDPOINT   = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.collection_endpoint
      SEARCH_INDEX      = "orders"
      TABLE_NAME        = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_indexer_function_log-group_EC7E60AF.name
  }

  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [
    aws_cloudwatch_log_group.pipeline_indexer_function_log-group_EC7E60AF,
    aws_iam_role_policy.pipeline_indexer_function_role-policy_6E90CF6A,
  ]
}

resource "aws_lambda_invocation" "pipeline_index_invocation_D1C823D8" {
  function_name = aws_lambda_function.pipeline_index_bootstrap_function_1973FB8A.function_name

  input = jsonencode({
    index = "orders"
    mappings = {
      date_detection = false
      dynamic_templates = [
        {
          whole_numbers = {
            match_mapping_type = "long"
            mapping            = { type = "double" }
          }
        },
        {
          numbers = {
            match_mapping_type = "double"
            mapping            = { type = "double" }
          }
        },
        {
          booleans = {
            match_mapping_type = "boolean"
            mapping = {
              type         = "keyword"
              ignore_above = 1024
            }
          }
        },
        {
          strings = {
            match_mapping_type = "string"
            mapping = {
              type         = "keyword"
              ignore_above = 1024
              fields = {
                text = { type = "text" }
              }
            }
          }
        },
        {
          maps = {
            match_mapping_type = "object"
            mapping = {
              type    = "object"
              enabled = false
            }
          }
        },
      ]
      properties = {
        _cdc = {
          dynamic = false
          properties = {
            id      = { type = "keyword" }
            at      = { type = "long" }
            deleted = { type = "boolean" }
            refused = { type = "keyword" }
            item = {
              type    = "object"
              enabled = false
            }
          }
        }
      }
    }
    settings = {
      "index.mapping.ignore_malformed"   = true
      "index.mapping.depth.limit"        = 100
      "index.mapping.total_fields.limit" = 5000
    }
  })

  triggers = {
    collection = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.id
    endpoint   = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.collection_endpoint
  }

  depends_on = [
    aws_opensearchserverless_access_policy.pipeline_collection_access-policy_C46EC650,
    aws_opensearchserverless_security_policy.pipeline_collection_network-policy_007345AC,
    aws_iam_role_policy.pipeline_index_bootstrap_role-policy_33BEF790,
  ]
}

resource "aws_opensearchserverless_access_policy" "pipeline_collection_access-policy_C46EC650" {
  name        = "orders"
  description = "Who reads and writes the collection orders"
  type        = "data"

  policy = jsonencode([
    {
      Description = "streams-to-search/pipeline/index/bootstrap"
      Principal   = [aws_iam_role.pipeline_index_bootstrap_role_75C56810.arn]
      Rules = [{
        ResourceType = "index"
        Resource     = ["index/orders/orders"]
        Permission   = ["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:UpdateIndex"]
      }]
    },
    {
      Description = "streams-to-search/pipeline/indexer/function"
      Principal   = [aws_iam_role.pipeline_indexer_function_role_04EBA371.arn]
      Rules = [{
        ResourceType = "index"
        Resource     = ["index/orders/orders"]
        Permission   = ["aoss:UpdateIndex", "aoss:WriteDocument"]
      }]
    },
  ])
}

resource "aws_opensearchserverless_collection" "pipeline_collection_46E77DAD" {
  name             = "orders"
  description      = "A search index that follows a DynamoDB table"
  standby_replicas = "ENABLED"
  type             = "SEARCH"

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [
    aws_opensearchserverless_security_policy.pipeline_collection_encryption-policy_84E3BB9F,
    aws_opensearchserverless_security_policy.pipeline_collection_network-policy_007345AC,
    aws_opensearchserverless_access_policy.pipeline_collection_access-policy_C46EC650,
  ]
}

resource "aws_opensearchserverless_security_policy" "pipeline_collection_encryption-policy_84E3BB9F" {
  name        = "orders"
  description = "Encrypts the collection orders"
  type        = "encryption"

  policy = jsonencode({
    Rules = [{
      ResourceType = "collection"
      Resource     = ["collection/orders"]
    }]
    AWSOwnedKey = true
  })
}

resource "aws_opensearchserverless_security_policy" "pipeline_collection_network-policy_007345AC" {
  name        = "orders"
  description = "Where the collection orders is reached from"
  type        = "network"

  policy = jsonencode([
    {
      Description = "API"
      Rules = [{
        ResourceType = "collection"
        Resource     = ["collection/orders"]
      }]
      AllowFromPublic = true
    },
    {
      Description = "Dashboards"
      Rules = [{
        ResourceType = "dashboard"
        Resource     = ["collection/orders"]
      }]
      AllowFromPublic = true
    },
  ])
}

resource "aws_s3_bucket" "pipeline_indexer_parking_bucket_A2974A8F" {
  bucket_prefix = "orders-search-indexer-parking-"
  force_destroy = false
}

resource "aws_s3_bucket_ownership_controls" "pipeline_indexer_parking_bucket_ownership_895F54F1" {
  bucket = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "pipeline_indexer_parking_bucket_policy_883A75A5" {
  bucket = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:*"]
      Resource = [
        aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.arn,
        "${aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.arn}/*",
      ]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })

  depends_on = [
    aws_s3_bucket_public_access_block.pipeline_indexer_parking_bucket_public-access-block_FFEDF269,
  ]
}

resource "aws_s3_bucket_public_access_block" "pipeline_indexer_parking_bucket_public-access-block_FFEDF269" {
  bucket                  = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pipeline_indexer_parking_bucket_encryption_2E9CECAE" {
  bucket = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.id

  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "pipeline_indexer_parking_bucket_versioning_27CA9B68" {
  bucket = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_sqs_queue" "pipeline_indexer_parking_queue_C9449E74" {
  name                      = "orders-search-indexer-parking"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "pipeline_indexer_parking_queue-policy_F6B16486" {
  queue_url = aws_sqs_queue.pipeline_indexer_parking_queue_C9449E74.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["sqs:*"]
      Resource  = [aws_sqs_queue.pipeline_indexer_parking_queue_C9449E74.arn]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })
}

output "bootstrap_function_name" {
  description = "The function that makes the indices"
  value       = aws_lambda_function.pipeline_index_bootstrap_function_1973FB8A.function_name
}

output "bootstrap_function_role_arn" {
  description = "That function's role"
  value       = aws_iam_role.pipeline_index_bootstrap_role_75C56810.arn
}

output "collection_arn" {
  description = "The collection's ARN"
  value       = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.arn
}

output "collection_endpoint" {
  description = "Where the collection is searched"
  value       = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.collection_endpoint
}

output "collection_id" {
  description = "The collection"
  value       = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.id
}

output "dashboard_endpoint" {
  description = "Where OpenSearch Dashboards shows it"
  value       = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.dashboard_endpoint
}

output "function_arn" {
  description = "That function's ARN"
  value       = aws_lambda_function.pipeline_indexer_function_21BB4F99.arn
}

output "function_log_group_name" {
  description = "The log group that it writes to"
  value       = aws_cloudwatch_log_group.pipeline_indexer_function_log-group_EC7E60AF.name
}

output "function_name" {
  description = "The function that writes them to the index"
  value       = aws_lambda_function.pipeline_indexer_function_21BB4F99.function_name
}

output "function_role_arn" {
  description = "That function's role"
  value       = aws_iam_role.pipeline_indexer_function_role_04EBA371.arn
}

output "index_name" {
  description = "The index that it writes, or the first of them"
  value       = "orders"
}

output "parking_bucket" {
  description = "The changes that can never be delivered"
  value       = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.bucket
}

output "parking_bucket_arn" {
  description = "That bucket's ARN"
  value       = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.arn
}

output "parking_queue_arn" {
  description = "That queue's ARN"
  value       = aws_sqs_queue.pipeline_indexer_parking_queue_C9449E74.arn
}

output "parking_queue_name" {
  description = "That queue's name, for an alarm on its length"
  value       = aws_sqs_queue.pipeline_indexer_parking_queue_C9449E74.name
}

output "parking_queue_url" {
  description = "A message for each of them"
  value       = aws_sqs_queue.pipeline_indexer_parking_queue_C9449E74.url
}

output "search_endpoint" {
  description = "Where the function writes to"
  value       = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.collection_endpoint
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
