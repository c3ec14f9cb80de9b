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
      Pipeline = "streams-to-search"
      Project  = "dynamodb-cdc"
      Team     = "search"
    }
  }
}

resource "aws_api_gateway_deployment" "pipeline_items-api_deployment_51C5BB60" {
  description = "Items of the table ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name}"
  rest_api_id = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id

  triggers = {
    api      = "<sha256>"
    function = aws_lambda_function.pipeline_items-api_function_6BB1DC0B.arn
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_api_gateway_method.pipeline_items-api_post-items-method_AEE5A50E,
    aws_api_gateway_method.pipeline_items-api_get-items-method_D2543A70,
    aws_api_gateway_method.pipeline_items-api_get-item-method_F2732610,
    aws_api_gateway_method.pipeline_items-api_put-item-method_28F22C72,
    aws_api_gateway_method.pipeline_items-api_delete-item-method_CB1DDF68,
    aws_api_gateway_integration.pipeline_items-api_post-items-integration_BDB495B5,
    aws_api_gateway_integration.pipeline_items-api_get-items-integration_6B3388D2,
    aws_api_gateway_integration.pipeline_items-api_get-item-integration_6E633F5C,
    aws_api_gateway_integration.pipeline_items-api_put-item-integration_55CE792E,
    aws_api_gateway_integration.pipeline_items-api_delete-item-integration_449B941C,
    aws_api_gateway_gateway_response.pipeline_items-api_bad-request-body_1D624499,
    aws_api_gateway_gateway_response.pipeline_items-api_bad-request-parameters_34ABB352,
  ]
}

resource "aws_api_gateway_gateway_response" "pipeline_items-api_bad-request-body_1D624499" {
  response_type = "BAD_REQUEST_BODY"
  rest_api_id   = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  status_code   = "400"

  response_templates = {
    "application/json" = jsonencode({
      message = "The body does not fit: $context.error.validationErrorString. Send one JSON object whose id, name and type are strings; POST needs name and type."
    })
  }
}

resource "aws_api_gateway_gateway_response" "pipeline_items-api_bad-request-parameters_34ABB352" {
  response_type = "BAD_REQUEST_PARAMETERS"
  rest_api_id   = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  status_code   = "400"

  response_templates = {
    "application/json" = jsonencode({
      message = "The parameters do not fit: $context.error.validationErrorString. Send the id in the path, percent-encoded: /items/{id}."
    })
  }
}

resource "aws_api_gateway_integration" "pipeline_items-api_delete-item-integration_449B941C" {
  http_method             = aws_api_gateway_method.pipeline_items-api_delete-item-method_CB1DDF68.http_method
  integration_http_method = "POST"
  resource_id             = aws_api_gateway_method.pipeline_items-api_delete-item-method_CB1DDF68.resource_id
  rest_api_id             = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.pipeline_items-api_function_6BB1DC0B.invoke_arn
}

resource "aws_api_gateway_integration" "pipeline_items-api_get-item-integration_6E633F5C" {
  http_method             = aws_api_gateway_method.pipeline_items-api_get-item-method_F2732610.http_method
  integration_http_method = "POST"
  resource_id             = aws_api_gateway_method.pipeline_items-api_get-item-method_F2732610.resource_id
  rest_api_id             = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.pipeline_items-api_function_6BB1DC0B.invoke_arn
}

resource "aws_api_gateway_integration" "pipeline_items-api_get-items-integration_6B3388D2" {
  http_method             = aws_api_gateway_method.pipeline_items-api_get-items-method_D2543A70.http_method
  integration_http_method = "POST"
  resource_id             = aws_api_gateway_method.pipeline_items-api_get-items-method_D2543A70.resource_id
  rest_api_id             = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.pipeline_items-api_function_6BB1DC0B.invoke_arn
}

resource "aws_api_gateway_integration" "pipeline_items-api_post-items-integration_BDB495B5" {
  http_method             = aws_api_gateway_method.pipeline_items-api_post-items-method_AEE5A50E.http_method
  integration_http_method = "POST"
  resource_id             = aws_api_gateway_method.pipeline_items-api_post-items-method_AEE5A50E.resource_id
  rest_api_id             = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.pipeline_items-api_function_6BB1DC0B.invoke_arn
}

resource "aws_api_gateway_integration" "pipeline_items-api_put-item-integration_55CE792E" {
  http_method             = aws_api_gateway_method.pipeline_items-api_put-item-method_28F22C72.http_method
  integration_http_method = "POST"
  resource_id             = aws_api_gateway_method.pipeline_items-api_put-item-method_28F22C72.resource_id
  rest_api_id             = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.pipeline_items-api_function_6BB1DC0B.invoke_arn
}

resource "aws_api_gateway_method" "pipeline_items-api_delete-item-method_CB1DDF68" {
  authorization        = "AWS_IAM"
  http_method          = "DELETE"
  request_parameters   = { "method.request.path.id" = true }
  request_validator_id = aws_api_gateway_request_validator.pipeline_items-api_request-validator_F2B0A49A.id
  resource_id          = aws_api_gateway_resource.pipeline_items-api_item_B1D6BD98.id
  rest_api_id          = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
}

resource "aws_api_gateway_method" "pipeline_items-api_get-item-method_F2732610" {
  authorization        = "AWS_IAM"
  http_method          = "GET"
  request_parameters   = { "method.request.path.id" = true }
  request_validator_id = aws_api_gateway_request_validator.pipeline_items-api_request-validator_F2B0A49A.id
  resource_id          = aws_api_gateway_resource.pipeline_items-api_item_B1D6BD98.id
  rest_api_id          = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
}

resource "aws_api_gateway_method" "pipeline_items-api_get-items-method_D2543A70" {
  authorization        = "AWS_IAM"
  http_method          = "GET"
  request_validator_id = aws_api_gateway_request_validator.pipeline_items-api_request-validator_F2B0A49A.id
  resource_id          = aws_api_gateway_resource.pipeline_items-api_items_56DA4A2A.id
  rest_api_id          = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
}

resource "aws_api_gateway_method" "pipeline_items-api_post-items-method_AEE5A50E" {
  authorization        = "AWS_IAM"
  http_method          = "POST"
  request_validator_id = aws_api_gateway_request_validator.pipeline_items-api_request-validator_F2B0A49A.id
  resource_id          = aws_api_gateway_resource.pipeline_items-api_items_56DA4A2A.id
  rest_api_id          = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id

  request_models = {
    "application/json" = aws_api_gateway_model.pipeline_items-api_new-item-model_9CAA8C49.name
  }
}

resource "aws_api_gateway_method" "pipeline_items-api_put-item-method_28F22C72" {
  authorization        = "AWS_IAM"
  http_method          = "PUT"
  request_parameters   = { "method.request.path.id" = true }
  request_validator_id = aws_api_gateway_request_validator.pipeline_items-api_request-validator_F2B0A49A.id
  resource_id          = aws_api_gateway_resource.pipeline_items-api_item_B1D6BD98.id
  rest_api_id          = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id

  request_models = {
    "application/json" = aws_api_gateway_model.pipeline_items-api_replacement-model_EF33BD67.name
  }
}

resource "aws_api_gateway_method_settings" "pipeline_items-api_method-settings_98C5D0E5" {
  method_path = "*/*"
  rest_api_id = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  stage_name  = aws_api_gateway_stage.pipeline_items-api_stage_D9892CAC.stage_name

  settings {
    throttling_burst_limit = 100
    throttling_rate_limit  = 50
  }
}

resource "aws_api_gateway_model" "pipeline_items-api_new-item-model_9CAA8C49" {
  name         = "NewItem"
  content_type = "application/json"
  rest_api_id  = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id

  schema = jsonencode({
    "$schema" = "http://json-schema.org/draft-04/schema#"
    type      = "object"
    properties = {
      id = {
        type      = "string"
        minLength = 1
        maxLength = 2048
      }
      name = { type = "string" }
      type = { type = "string" }
    }
    title    = "NewItem"
    required = ["name", "type"]
  })
}

resource "aws_api_gateway_model" "pipeline_items-api_replacement-model_EF33BD67" {
  name         = "Replacement"
  content_type = "application/json"
  rest_api_id  = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id

  schema = jsonencode({
    "$schema" = "http://json-schema.org/draft-04/schema#"
    type      = "object"
    properties = {
      id = {
        type      = "string"
        minLength = 1
        maxLength = 2048
      }
      name = { type = "string" }
      type = { type = "string" }
    }
    title = "Replacement"
  })
}

resource "aws_api_gateway_request_validator" "pipeline_items-api_request-validator_F2B0A49A" {
  name                        = "body-and-parameters"
  rest_api_id                 = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  validate_request_body       = true
  validate_request_parameters = true
}

resource "aws_api_gateway_resource" "pipeline_items-api_item_B1D6BD98" {
  parent_id   = aws_api_gateway_resource.pipeline_items-api_items_56DA4A2A.id
  path_part   = "{id}"
  rest_api_id = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
}

resource "aws_api_gateway_resource" "pipeline_items-api_items_56DA4A2A" {
  parent_id   = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.root_resource_id
  path_part   = "items"
  rest_api_id = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
}

resource "aws_api_gateway_rest_api" "pipeline_items-api_rest-api_CAB821BA" {
  name        = "orders-api"
  description = "Items of the table ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name}"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_stage" "pipeline_items-api_stage_D9892CAC" {
  deployment_id        = aws_api_gateway_deployment.pipeline_items-api_deployment_51C5BB60.id
  rest_api_id          = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
  stage_name           = "v1"
  xray_tracing_enabled = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.pipeline_items-api_access-log-group_A4845FA2.arn

    format = jsonencode({
      requestId = "$context.requestId"
      time      = "$context.requestTime"
      method    = "$context.httpMethod"
      resource  = "$context.resourcePath"
      status    = "$context.status"
      caller    = "$context.identity.userArn"
      sourceIp  = "$context.identity.sourceIp"
      error     = "$context.error.responseType"
      latencyMs = "$context.responseLatency"
    })
  }
}

resource "aws_cloudwatch_event_rule" "pipeline_sweeper_schedule_F707DCA2" {
  name                = "orders-function-sweeper"
  description         = "When old tombstones of the table ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name} are removed"
  schedule_expression = "rate(1440 minutes)"
}

resource "aws_cloudwatch_event_target" "pipeline_sweeper_target_5FD58028" {
  arn  = aws_lambda_function.pipeline_sweeper_function_2594C8C5.arn
  rule = aws_cloudwatch_event_rule.pipeline_sweeper_schedule_F707DCA2.name

  depends_on = [
    aws_lambda_permission.pipeline_sweeper_permission_9AF04D1D,
    aws_lambda_invocation.pipeline_index_invocation_D1C823D8,
    aws_lambda_invocation.pipeline_index_invocation-all_C3B0845D,
  ]
}

resource "aws_cloudwatch_log_group" "pipeline_index_bootstrap_log-group_E0D46C98" {
  name              = "/aws/lambda/orders-function-bootstrap"
  kms_key_id        = "arn:aws:kms:eu-west-1:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pipeline_indexer_function_log-group_EC7E60AF" {
  name              = "/aws/lambda/orders-function"
  kms_key_id        = "arn:aws:kms:eu-west-1:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pipeline_items-api_access-log-group_A4845FA2" {
  name              = "/aws/apigateway/orders-api"
  kms_key_id        = "arn:aws:kms:eu-west-1:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pipeline_items-api_function_log-group_6B11C5FF" {
  name              = "/aws/lambda/orders-api-items"
  kms_key_id        = "arn:aws:kms:eu-west-1:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pipeline_sweeper_function_log-group_28462784" {
  name              = "/aws/lambda/orders-function-sweeper"
  kms_key_id        = "arn:aws:kms:eu-west-1:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab"
  retention_in_days = 365
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
    enabled     = true
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}

resource "aws_iam_role" "pipeline_index_bootstrap_role_75C56810" {
  name_prefix = "orders-function-bootstrap-"
  description = "What the function orders-function-bootstrap may do"

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

resource "aws_iam_role" "pipeline_items-api_function_role_42D6F35F" {
  name_prefix = "orders-api-items-"
  description = "What the function orders-api-items may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role" "pipeline_sweeper_function_role_294CD73C" {
  name_prefix = "orders-function-sweeper-"
  description = "What the function orders-function-sweeper may do"

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

resource "aws_iam_role_policy" "pipeline_items-api_function_role-policy_109AE05E" {
  name = "function"
  role = aws_iam_role.pipeline_items-api_function_role_42D6F35F.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "WriteLogs"
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [
          "${aws_cloudwatch_log_group.pipeline_items-api_function_log-group_6B11C5FF.arn}:*",
        ]
      },
      {
        Sid      = "WriteTraces"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = ["*"]
      },
      {
        Sid      = "ReadAndWriteItems"
        Effect   = "Allow"
        Action   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"]
        Resource = [aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.arn]
      },
      {
        Sid      = "UseTheTablesKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
      },
    ]
  })
}

resource "aws_iam_role_policy" "pipeline_sweeper_function_role-policy_5C8553ED" {
  name = "function"
  role = aws_iam_role.pipeline_sweeper_function_role_294CD73C.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "WriteLogs"
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [
          "${aws_cloudwatch_log_group.pipeline_sweeper_function_log-group_28462784.arn}:*",
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
        Sid      = "CallCollection"
        Effect   = "Allow"
        Action   = ["aoss:APIAccessAll"]
        Resource = [aws_opensearchserverless_collection.pipeline_collection_46E77DAD.arn]
      },
    ]
  })
}

resource "aws_lambda_event_source_mapping" "pipeline_indexer_event-source-mapping_923CC742" {
  function_name                      = aws_lambda_function.pipeline_indexer_function_21BB4F99.arn
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
      destination_arn = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.arn
    }
  }

  depends_on = [
    aws_lambda_invocation.pipeline_index_invocation_D1C823D8,
    aws_lambda_invocation.pipeline_index_invocation-all_C3B0845D,
    aws_iam_role_policy.pipeline_indexer_function_role-policy_6E90CF6A,
  ]
}

resource "aws_lambda_function" "pipeline_index_bootstrap_function_1973FB8A" {
  function_name    = "orders-function-bootstrap"
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
    mode = "Active"
  }

  vpc_config {
    security_group_ids = ["sg-1"]
    subnet_ids         = ["subnet-1", "subnet-2"]
  }

  depends_on = [
    aws_cloudwatch_log_group.pipeline_index_bootstrap_log-group_E0D46C98,
    aws_iam_role_policy.pipeline_index_bootstrap_role-policy_33BEF790,
  ]
}

resource "aws_lambda_function" "pipeline_indexer_function_21BB4F99" {
  function_name                  = "orders-function"
  architectures                  = ["arm64"]
  filename                       = "assets/pipeline_indexer_function_zip_1ECD6498/<sha256>/search-indexer.zip"
  handler                        = "index.handler"
  memory_size                    = 512
  reserved_concurrent_executions = 5
  role                           = aws_iam_role.pipeline_indexer_function_role_04EBA371.arn
  runtime                        = "nodejs22.x"
  source_code_hash               = "<sha256>"
  timeout                        = 120

  description = substr(
    "Writes the changes of the table ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name} to its search indices",
    0,
    256
  )

  environment {
    variables = {
      MARK_REFUSED      = "true"
      PARKING_BUCKET    = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.bucket
      PARKING_QUEUE_URL = aws_sqs_queue.pipeline_indexer_parking_queue_C9449E74.url
      ROUTES = jsonencode([
        {
          index  = "open"
          filter = { status = ["open", { prefix = "re" }] }
          rename = { id = "order" }
        },
        {
          index   = "all"
          exclude = ["note"]
        },
      ])
      SEARCH_ENDPOINT = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.collection_endpoint
      SOFT_DELETE     = "true"
      TABLE_NAME      = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_indexer_function_log-group_EC7E60AF.name
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    security_group_ids = ["sg-1"]
    subnet_ids         = ["subnet-1", "subnet-2"]
  }

  depends_on = [
    aws_cloudwatch_log_group.pipeline_indexer_function_log-group_EC7E60AF,
    aws_iam_role_policy.pipeline_indexer_function_role-policy_6E90CF6A,
    aws_lambda_invocation.pipeline_index_invocation_D1C823D8,
    aws_lambda_invocation.pipeline_index_invocation-all_C3B0845D,
  ]
}

resource "aws_lambda_function" "pipeline_items-api_function_6BB1DC0B" {
  function_name    = "orders-api-items"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_items-api_function_zip_826F884E/<sha256>/items-api.zip"
  handler          = "index.handler"
  memory_size      = 256
  role             = aws_iam_role.pipeline_items-api_function_role_42D6F35F.arn
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 15

  description = substr(
    "Reads and writes the items of ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name} for the API orders-api",
    0,
    256
  )

  environment {
    variables = { TABLE_NAME = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_items-api_function_log-group_6B11C5FF.name
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [
    aws_cloudwatch_log_group.pipeline_items-api_function_log-group_6B11C5FF,
    aws_iam_role_policy.pipeline_items-api_function_role-policy_109AE05E,
  ]
}

resource "aws_lambda_function" "pipeline_sweeper_function_2594C8C5" {
  function_name    = "orders-function-sweeper"
  architectures    = ["arm64"]
  filename         = "assets/pipeline_sweeper_function_zip_BEE86D12/<sha256>/search-sweeper.zip"
  handler          = "index.handler"
  memory_size      = 256
  role             = aws_iam_role.pipeline_sweeper_function_role_294CD73C.arn
  runtime          = "nodejs22.x"
  source_code_hash = "<sha256>"
  timeout          = 900

  description = substr(
    "Removes old tombstones of the table ${aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name} from its search indices",
    0,
    256
  )

  environment {
    variables = {
      SEARCH_ENDPOINT           = aws_opensearchserverless_collection.pipeline_collection_46E77DAD.collection_endpoint
      SEARCH_INDICES            = "open,all"
      TABLE_NAME                = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name
      TOMBSTONE_RETENTION_HOURS = "336"
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.pipeline_sweeper_function_log-group_28462784.name
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    security_group_ids = ["sg-1"]
    subnet_ids         = ["subnet-1", "subnet-2"]
  }

  depends_on = [
    aws_cloudwatch_log_group.pipeline_sweeper_function_log-group_28462784,
    aws_iam_role_policy.pipeline_sweeper_function_role-policy_5C8553ED,
  ]
}

resource "aws_lambda_invocation" "pipeline_index_invocation-all_C3B0845D" {
  function_name = aws_lambda_function.pipeline_index_bootstrap_function_1973FB8A.function_name

  input = jsonencode({
    index = "all"
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
    liveAlias = "all-orders"
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

resource "aws_lambda_invocation" "pipeline_index_invocation_D1C823D8" {
  function_name = aws_lambda_function.pipeline_index_bootstrap_function_1973FB8A.function_name

  input = jsonencode({
    index = "open"
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
    liveAlias = "open-live"
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

resource "aws_lambda_permission" "pipeline_items-api_permission_09B7F710" {
  function_name = aws_lambda_function.pipeline_items-api_function_6BB1DC0B.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.execution_arn}/*"
}

resource "aws_lambda_permission" "pipeline_sweeper_permission_9AF04D1D" {
  function_name = aws_lambda_function.pipeline_sweeper_function_2594C8C5.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.pipeline_sweeper_schedule_F707DCA2.arn
}

resource "aws_opensearchserverless_access_policy" "pipeline_collection_access-policy_C46EC650" {
  name        = "orders-writers"
  description = "Who reads and writes the collection orders-search"
  type        = "data"

  policy = jsonencode([
    {
      Description = "Readers"
      Principal   = ["arn:aws:iam::111122223333:role/analyst"]
      Rules = [
        {
          ResourceType = "collection"
          Resource     = ["collection/orders-search"]
          Permission   = ["aoss:DescribeCollectionItems"]
        },
        {
          ResourceType = "index"
          Resource     = ["index/orders-search/*"]
          Permission   = ["aoss:DescribeIndex", "aoss:ReadDocument"]
        },
      ]
    },
    {
      Description = "streams-to-search/pipeline/index/bootstrap"
      Principal   = [aws_iam_role.pipeline_index_bootstrap_role_75C56810.arn]
      Rules = [
        {
          ResourceType = "collection"
          Resource     = ["collection/orders-search"]
          Permission   = ["aoss:CreateCollectionItems"]
        },
        {
          ResourceType = "index"
          Resource     = ["index/orders-search/open", "index/orders-search/all"]
          Permission   = ["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:UpdateIndex"]
        },
      ]
    },
    {
      Description = "streams-to-search/pipeline/indexer/function"
      Principal   = [aws_iam_role.pipeline_indexer_function_role_04EBA371.arn]
      Rules = [{
        ResourceType = "index"
        Resource     = ["index/orders-search/open", "index/orders-search/all"]
        Permission   = ["aoss:UpdateIndex", "aoss:WriteDocument"]
      }]
    },
    {
      Description = "streams-to-search/pipeline/sweeper/function"
      Principal   = [aws_iam_role.pipeline_sweeper_function_role_294CD73C.arn]
      Rules = [{
        ResourceType = "index"
        Resource     = ["index/orders-search/open", "index/orders-search/all"]
        Permission   = ["aoss:ReadDocument", "aoss:WriteDocument"]
      }]
    },
  ])
}

resource "aws_opensearchserverless_collection" "pipeline_collection_46E77DAD" {
  name             = "orders-search"
  description      = "A search index that follows a DynamoDB table"
  standby_replicas = "DISABLED"
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
  name        = "orders-search"
  description = "Encrypts the collection orders-search"
  type        = "encryption"

  policy = jsonencode({
    Rules = [{
      ResourceType = "collection"
      Resource     = ["collection/orders-search"]
    }]
    AWSOwnedKey = false
    KmsARN      = "arn:aws:kms:eu-west-1:111122223333:key/5234abcd-12ab-34cd-56ef-1234567890ab"
  })
}

resource "aws_opensearchserverless_security_policy" "pipeline_collection_network-policy_007345AC" {
  name        = "orders-search"
  description = "Where the collection orders-search is reached from"
  type        = "network"

  policy = jsonencode([
    {
      Description = "API"
      Rules = [{
        ResourceType = "collection"
        Resource     = ["collection/orders-search"]
      }]
      AllowFromPublic = false
      SourceVPCEs     = ["vpce-0123456789abcdef0"]
    },
    {
      Description = "Dashboards"
      Rules = [{
        ResourceType = "dashboard"
        Resource     = ["collection/orders-search"]
      }]
      AllowFromPublic = true
    },
  ])
}

resource "aws_s3_bucket" "pipeline_indexer_parking_bucket_A2974A8F" {
  bucket_prefix = "orders-function-parking-"
  force_destroy = false
}

resource "aws_s3_bucket_lifecycle_configuration" "pipeline_indexer_parking_bucket_lifecycle_E2F1A3F7" {
  bucket = aws_s3_bucket.pipeline_indexer_parking_bucket_A2974A8F.id

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

  depends_on = [aws_s3_bucket_versioning.pipeline_indexer_parking_bucket_versioning_27CA9B68]
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
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:key/4234abcd-12ab-34cd-56ef-1234567890ab"
      sse_algorithm     = "aws:kms"
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
  name                      = "orders-function-parking"
  kms_master_key_id         = "arn:aws:kms:eu-west-1:111122223333:key/4234abcd-12ab-34cd-56ef-1234567890ab"
  message_retention_seconds = 1209600
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

output "api_id" {
  description = "That API's id"
  value       = aws_api_gateway_rest_api.pipeline_items-api_rest-api_CAB821BA.id
}

output "api_stage" {
  description = "That API's stage"
  value       = aws_api_gateway_stage.pipeline_items-api_stage_D9892CAC.stage_name
}

output "api_url" {
  description = "The API in front of the table: its resources are /items and /items/{id}"
  value       = aws_api_gateway_stage.pipeline_items-api_stage_D9892CAC.invoke_url
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
  value       = "open"
}

output "index_names" {
  description = "All of them"
  value       = ["open", "all"]
}

output "live_aliases" {
  description = "The aliases to search: they hide the tombstones of deleted items"
  value       = ["open-live", "all-orders"]
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

output "sweeper_function_name" {
  description = "The function that removes old tombstones"
  value       = aws_lambda_function.pipeline_sweeper_function_2594C8C5.function_name
}

output "table_arn" {
  description = "Its ARN, if it was made here"
  value       = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.arn
}

output "table_name" {
  description = "The table whose changes are followed"
  value       = aws_dynamodb_table.pipeline_change-stream_table_DDB256C3.name
}
