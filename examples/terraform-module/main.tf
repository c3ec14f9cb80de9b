terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

# The Region is AWS_REGION's.
provider "aws" {}

# Tables that another part of this configuration could have, or another state: then give their names alone.
resource "aws_dynamodb_table" "this" {
  for_each = toset(["customers", "orders"])

  name         = each.key
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

# The module, once for each table. All names in it begin with `name`.
module "search" {
  source   = "../../dist/terraform/kinesis-to-search"
  for_each = aws_dynamodb_table.this

  name       = "${each.key}-search"
  table_name = each.value.name
  readers    = var.readers
}
