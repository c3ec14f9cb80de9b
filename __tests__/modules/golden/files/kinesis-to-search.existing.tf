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
      Pipeline = "kinesis-to-search"
      Project  = "dynamodb-cdc"
    }
  }
}

resource "aws_cloudwatch_event_rule" "pipeline_sweeper_schedule_F707DCA2" {
  name                = "orders-search-indexer-sweeper"
  description         = "When old tombstones of the table orders are removed"
  schedule_expression = "rate(1440 minutes)"
}

resource "aws_cloudwatch_event_target" "pipeline_sweeper_target_5FD58028" {
  arn  = aws_lambda_function.pipeline_sweeper_function_2594C8C5.arn
  rule = aws_cloudwatch_event_rule.pipeline_sweeper_schedule_F707DCA2.name

  depends_on = [
    aws_lambda_permission.pipeline_sweeper_permission_9AF04D1D,
    aws_lambda_invocation.pipeline_index_invocation_D1C823D8,
  ]
}

resource "aws_cloudwatch_log_group" "pipeline_index_bootstrap_log-group_E0D46C98" {
  name              = "/aws/lambda/orders-search-indexer-bootstrap"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pipeline_indexer_function_log-group_EC7E60AF" {
  name              = "/aws/lambda/orders-search-indexer"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pipeline_sweeper_function_log-group_28462784" {
  name              = "/aws/lambda/orders-search-indexer-sweeper"
  retention_in_days = 30
}

resource "aws_lambda_event_source_mapping" "pipeline_indexer_event-source-mapping_923CC742" {
  function_name                      = aws_lambda_function.pipeline_indexer_function_21BB4F99.arn
  batch_size                         = 1000
  bisect_batch_on_function_error     = true
  event_source_arn                   = data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.arn
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = 1
  maximum_retry_attempts             = -1
  parallelization_factor             = 1
  starting_position                  = "TRIM_HORIZON"

  maximum_record_age_in_seconds = min(
    604800,
    data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.retention_period * 3600 - 3600
  )

  destination_config {
    on_failure {
      destination_arn = data.aws_s3_bucket.pipeline_indexer_parking_bucket_existing_8E4F66F8.arn
    }
  }

  depends_on = [aws_lambda_invocation.pipeline_index_invocation_D1C823D8]
}

resource "aws_lambda_function" "pipeline_index_bootstrap_function_1973FB8A" {
  function_name    = "orders-search-indexer-bootstrap"
  description      = "Creates the indices, and keeps their mappings and settings up to date"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_index_bootstrap_zip_AD6C26D5/<sha256>/search-bootstrap.zip"
  handler          = "index.handler"
  memory_size      = 256
  role             = "arn:aws:iam::111122223333:role/of-functions"
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 300

  environment {
    variables = {
      SEARCH_ENDPOINT = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.collection_endpoint
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_index_bootstrap_log-group_E0D46C98.name
  }

  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [aws_cloudwatch_log_group.pipeline_index_bootstrap_log-group_E0D46C98]
}

resource "aws_lambda_function" "pipeline_indexer_function_21BB4F99" {
  function_name    = "orders-search-indexer"
  description      = "Writes the changes of the table orders to its search indices"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_indexer_function_zip_1ECD6498/<sha256>/search-indexer.zip"
  handler          = "index.handler"
  memory_size      = 512
  role             = "arn:aws:iam::111122223333:role/of-functions"
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 120

  environment {
    variables = {
      PARKING_BUCKET    = data.aws_s3_bucket.pipeline_indexer_parking_bucket_existing_8E4F66F8.bucket
      PARKING_QUEUE_URL = aws_sqs_queue.pipeline_indexer_parking_queue_C9449E74.url
      SEARCH_ENDPOINT   = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.collection_endpoint
      SEARCH_INDEX      = "orders"
      SOFT_DELETE       = "true"
      TABLE_NAME        = "orders"
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
    aws_lambda_invocation.pipeline_index_invocation_D1C823D8,
  ]
}

resource "aws_lambda_function" "pipeline_sweeper_function_2594C8C5" {
  function_name    = "orders-search-indexer-sweeper"
  description      = "Removes old tombstones of the table orders from its search indices"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_sweeper_function_zip_BEE86D12/<sha256>/search-sweeper.zip"
  handler          = "index.handler"
  memory_size      = 256
  role             = "arn:aws:iam::111122223333:role/of-functions"
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 900

  environment {
    variables = {
      SEARCH_ENDPOINT           = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.collection_endpoint
      SEARCH_INDICES            = "orders"
      TABLE_NAME                = "orders"
      TOMBSTONE_RETENTION_HOURS = data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.retention_period + 192
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_sweeper_function_log-group_28462784.name
  }

  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [aws_cloudwatch_log_group.pipeline_sweeper_function_log-group_28462784]
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
    liveAlias = "orders-live"
  })

  triggers = {
    collection = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.id
    endpoint   = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.collection_endpoint
  }

  depends_on = [aws_opensearchserverless_access_policy.pipeline_collection_access-policy_C46EC650]
}

resource "aws_lambda_permission" "pipeline_sweeper_permission_9AF04D1D" {
  function_name = aws_lambda_function.pipeline_sweeper_function_2594C8C5.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.pipeline_sweeper_schedule_F707DCA2.arn
}

resource "aws_opensearchserverless_access_policy" "pipeline_collection_access-policy_C46EC650" {
  name        = "orders"
  description = "Who reads and writes the collection shared"
  type        = "data"

  policy = jsonencode([
    {
      Description = "kinesis-to-search/pipeline/index/bootstrap"
      Principal   = ["arn:aws:iam::111122223333:role/of-functions"]
      Rules = [
        {
          ResourceType = "collection"
          Resource     = ["collection/shared"]
          Permission   = ["aoss:CreateCollectionItems"]
        },
        {
          ResourceType = "index"
          Resource     = ["index/shared/orders"]
          Permission   = ["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:UpdateIndex"]
        },
      ]
    },
    {
      Description = "kinesis-to-search/pipeline/indexer/function"
      Principal   = ["arn:aws:iam::111122223333:role/of-functions"]
      Rules = [{
        ResourceType = "index"
        Resource     = ["index/shared/orders"]
        Permission   = ["aoss:UpdateIndex", "aoss:WriteDocument"]
      }]
    },
    {
      Description = "kinesis-to-search/pipeline/sweeper/function"
      Principal   = ["arn:aws:iam::111122223333:role/of-functions"]
      Rules = [{
        ResourceType = "index"
        Resource     = ["index/shared/orders"]
        Permission   = ["aoss:ReadDocument", "aoss:WriteDocument"]
      }]
    },
  ])
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

data "aws_kinesis_stream" "pipeline_change-stream_existing-stream_1CDB1929" {
  name = "changes"
}

data "aws_opensearchserverless_collection" "pipeline_collection_existing_B3BBAB57" {
  name = "shared"

  lifecycle {
    postcondition {
      condition     = self.type == "SEARCH"
      error_message = "The collection must be of type SEARCH: the other types refuse documents with an id of their own, which every versioned write needs. Name another collection, or have one made."
    }
  }
}

data "aws_s3_bucket" "pipeline_indexer_parking_bucket_existing_8E4F66F8" {
  bucket = "kept-aside"
}

output "bootstrap_function_name" {
  description = "The function that makes the indices"
  value       = aws_lambda_function.pipeline_index_bootstrap_function_1973FB8A.function_name
}

output "bootstrap_function_role_arn" {
  description = "That function's role"
  value       = "arn:aws:iam::111122223333:role/of-functions"
}

output "collection_arn" {
  description = "The collection's ARN"
  value       = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.arn
}

output "collection_endpoint" {
  description = "Where the collection is searched"
  value       = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.collection_endpoint
}

output "collection_id" {
  description = "The collection"
  value       = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.id
}

output "dashboard_endpoint" {
  description = "Where OpenSearch Dashboards shows it"
  value       = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.dashboard_endpoint
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
  value       = "arn:aws:iam::111122223333:role/of-functions"
}

output "index_name" {
  description = "The index that it writes, or the first of them"
  value       = "orders"
}

output "live_aliases" {
  description = "The aliases to search: they hide the tombstones of deleted items"
  value       = ["orders-live"]
}

output "parking_bucket" {
  description = "The changes that can never be delivered"
  value       = data.aws_s3_bucket.pipeline_indexer_parking_bucket_existing_8E4F66F8.bucket
}

output "parking_bucket_arn" {
  description = "That bucket's ARN"
  value       = data.aws_s3_bucket.pipeline_indexer_parking_bucket_existing_8E4F66F8.arn
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
  value       = data.aws_opensearchserverless_collection.pipeline_collection_existing_B3BBAB57.collection_endpoint
}

output "stream_arn" {
  description = "The ARN of the stream of its changes"
  value       = data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.arn
}

output "stream_name" {
  description = "The Kinesis data stream of its changes"
  value       = data.aws_kinesis_stream.pipeline_change-stream_existing-stream_1CDB1929.name
}

output "sweeper_function_name" {
  description = "The function that removes old tombstones"
  value       = aws_lambda_function.pipeline_sweeper_function_2594C8C5.function_name
}

output "table_name" {
  description = "The table whose changes are followed"
  value       = "orders"
}
