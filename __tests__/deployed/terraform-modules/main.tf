# A root of another team's: each module twice, with a name and the name of a table that was there before.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {}

variable "search_endpoint" {
  type = string
}

module "kinesis_to_search" {
  source   = "./modules/kinesis-to-search"
  for_each = toset(["kh-one", "kh-two"])

  name            = each.key
  table_name      = each.key
  search_endpoint = var.search_endpoint
}

module "streams_to_search" {
  source   = "./modules/streams-to-search"
  for_each = toset(["sh-one", "sh-two"])

  name            = each.key
  table_name      = each.key
  search_endpoint = var.search_endpoint
}

module "kinesis_to_s3" {
  source = "./modules/kinesis-to-s3"
  count  = 2

  name       = "ks-${count.index}"
  table_name = "ks-${count.index}"
}

module "streams_to_s3" {
  source = "./modules/streams-to-s3"
  count  = 2

  name       = "ss-${count.index}"
  table_name = "ss-${count.index}"
}

output "indices" {
  value = {
    for name, pipeline in merge(module.kinesis_to_search, module.streams_to_search) : name => pipeline.index_name
  }
}

output "buckets" {
  value = {
    for pipeline in concat(module.kinesis_to_s3, module.streams_to_s3) : pipeline.table_name => pipeline.archive_bucket
  }
}
