terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

variable "name" {
  description = "What the names of all that is made begin with, one for each call of the module in an account and Region: 3 to 32 lower-case letters, digits and \"-\", beginning with a letter, as OpenSearch Serverless takes them."
  type        = string
  nullable    = false

  validation {
    condition = (
      length(var.name) >= 3
      && length(var.name) <= 32
      && can(regex("^[a-z][0-9a-z-]+$", var.name))
    )
    error_message = "name is ${try(jsonencode(var.name), "")}, but must be 3 to 32 characters${try(length(var.name) >= 3 && length(var.name) <= 32 ? "" : " (it has ${length(var.name)})", "")}: lower-case letters, digits and \"-\", beginning with a letter. Choose another name."
  }
}

variable "table_name" {
  description = "The table whose changes are captured: 3 to 255 letters, digits, \"-\", \"_\" and \".\"."
  type        = string
  nullable    = false

  validation {
    condition = (
      length(var.table_name) >= 3
      && length(var.table_name) <= 255
      && can(regex("^[A-Za-z0-9_.-]+$", var.table_name))
    )
    error_message = "table_name is ${try(jsonencode(var.table_name), "")}, but must be 3 to 255 characters${try(length(var.table_name) >= 3 && length(var.table_name) <= 255 ? "" : " (it has ${length(var.table_name)})", "")}: letters, digits, \"-\", \"_\" and \".\". Choose another table_name."
  }
}

variable "create_table" {
  description = "Makes the table; with false it must be there already, and stays as it is. A pipeline with a DynamoDB stream asks for one with new images then. Default: false."
  type        = bool
  default     = false
  nullable    = false
}

variable "hash_key" {
  description = "The partition key of the table that is made: 1 to 255 characters. Default: id."
  type        = string
  default     = "id"
  nullable    = false

  validation {
    condition = (
      length(var.hash_key) >= 1
      && length(var.hash_key) <= 255
      && can(regex(".", var.hash_key))
    )
    error_message = "hash_key is ${try(jsonencode(var.hash_key), "")}, but must be 1 to 255 characters${try(length(var.hash_key) >= 1 && length(var.hash_key) <= 255 ? "" : " (it has ${length(var.hash_key)})", "")}: any. Choose another hash_key."
  }
}

variable "hash_key_type" {
  description = "Its type: string, number or binary. One of S, N, B. Default: S."
  type        = string
  default     = "S"
  nullable    = false

  validation {
    condition     = contains(["S", "N", "B"], var.hash_key_type)
    error_message = "hash_key_type is ${try(jsonencode(var.hash_key_type), "")}, but must be one of S, N, B. Set hash_key_type to one of these."
  }
}

variable "range_key" {
  description = "The sort key of the table that is made: 1 to 255 characters. Default: no sort key."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.range_key == null
      ? true
      : length(var.range_key) >= 1 && length(var.range_key) <= 255 && can(regex(".", var.range_key))
    )
    error_message = "range_key is ${try(jsonencode(var.range_key), "")}, but must be 1 to 255 characters${try(length(var.range_key) >= 1 && length(var.range_key) <= 255 ? "" : " (it has ${length(var.range_key)})", "")}: any. Choose another range_key."
  }

  validation {
    condition     = var.range_key == null ? true : !(var.range_key == var.hash_key)
    error_message = "range_key is ${try(jsonencode(var.range_key), "")}, but must be another attribute than hash_key. Name another attribute, or leave it out for a table without a sort key."
  }
}

variable "range_key_type" {
  description = "Its type: string, number or binary. One of S, N, B. Default: S."
  type        = string
  default     = "S"
  nullable    = false

  validation {
    condition     = contains(["S", "N", "B"], var.range_key_type)
    error_message = "range_key_type is ${try(jsonencode(var.range_key_type), "")}, but must be one of S, N, B. Set range_key_type to one of these."
  }
}

variable "table_kms_key_arn" {
  description = "The KMS key of the table. Default: AWS's key for DynamoDB."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.table_kms_key_arn == null
      ? true
      : can(regex("^arn:[\\w-]+:kms:[\\w-]+:\\d{12}:key/[\\w-]+$", var.table_kms_key_arn))
    )
    error_message = "table_kms_key_arn is ${try(jsonencode(var.table_kms_key_arn), "")}, but must be the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID. Give the key's own ARN, not an alias or an id, or leave it out for AWS's key."
  }
}

variable "deletion_protection" {
  description = "Refuses to delete a table that is made, and an archive or a parking bucket that still holds objects. Default: false."
  type        = bool
  default     = false
  nullable    = false
}

variable "table_stream_arn" {
  description = "The DynamoDB stream of a table that was there already. Give it where the table is made in the same configuration: a table that is changed there is looked up too late to know that its stream is the same, and the event source mapping is replaced. Default: looked up by the table's name."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.table_stream_arn == null
      ? true
      : can(regex(
        "^arn:[\\w-]+:dynamodb:[\\w-]+:\\d{12}:table/[\\w.-]+/stream/[\\w:.-]+$",
        var.table_stream_arn
      ))
    )
    error_message = "table_stream_arn is ${try(jsonencode(var.table_stream_arn), "")}, but must be the ARN of a table's stream: arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL. Give it, or leave table_stream_arn out."
  }

  validation {
    condition     = var.table_stream_arn == null ? true : !var.create_table
    error_message = "table_stream_arn is ${try(jsonencode(var.table_stream_arn), "")}, but must be left out when create_table is true. Set create_table to false, or leave table_stream_arn out."
  }
}

variable "delivery_stream_name" {
  description = "The Firehose stream: 1 to 64 letters, digits, \"-\", \"_\" and \".\". Default: name and \"-archive\"."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.delivery_stream_name == null
      ? true
      : (
        length(var.delivery_stream_name) >= 1
        && length(var.delivery_stream_name) <= 64
        && can(regex("^[A-Za-z0-9_.-]+$", var.delivery_stream_name))
      )
    )
    error_message = "delivery_stream_name is ${try(jsonencode(var.delivery_stream_name), "")}, but must be 1 to 64 characters${try(length(var.delivery_stream_name) >= 1 && length(var.delivery_stream_name) <= 64 ? "" : " (it has ${length(var.delivery_stream_name)})", "")}: letters, digits, \"-\", \"_\" and \".\". Choose another delivery_stream_name."
  }
}

variable "delivery_stream_role_arn" {
  description = "An IAM role for Firehose that was there already, with create_role = false; it needs the permissions that docs/permissions.md lists. Default: none."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition     = var.delivery_stream_role_arn == null ? true : !var.create_role
    error_message = "delivery_stream_role_arn is ${try(jsonencode(var.delivery_stream_role_arn), "")}, but must be left out when create_role is true. Set create_role to false, or leave delivery_stream_role_arn out."
  }

  validation {
    condition     = var.create_role || var.delivery_stream_role_arn != null
    error_message = "delivery_stream_role_arn is ${var.delivery_stream_role_arn == null ? "missing" : try(jsonencode(var.delivery_stream_role_arn), "")}, but must be the ARN of an IAM role that Firehose may take on when create_role is false. Give delivery_stream_role_arn, or leave create_role out."
  }

  validation {
    condition = (
      var.delivery_stream_role_arn == null
      ? true
      : can(regex("^arn:[\\w-]+:iam::\\d{12}:role/[\\w+=,.@/-]+$", var.delivery_stream_role_arn))
    )
    error_message = "delivery_stream_role_arn is ${try(jsonencode(var.delivery_stream_role_arn), "")}, but must be the ARN of an IAM role: arn:aws:iam::ACCOUNT:role/NAME. Give the role's own ARN."
  }
}

variable "database_name" {
  description = "The Glue database, in which Athena finds the archive: 1 to 128 lower-case letters, digits and \"_\". Default: the delivery stream's name, as Athena takes it."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.database_name == null
      ? true
      : (
        length(var.database_name) >= 1
        && length(var.database_name) <= 128
        && can(regex("^[a-z0-9_]+$", var.database_name))
      )
    )
    error_message = "database_name is ${try(jsonencode(var.database_name), "")}, but must be 1 to 128 characters${try(length(var.database_name) >= 1 && length(var.database_name) <= 128 ? "" : " (it has ${length(var.database_name)})", "")}: lower-case letters, digits and \"_\". Choose another database_name."
  }
}

variable "archive_table_name" {
  description = "The Glue table: 1 to 128 lower-case letters, digits and \"_\". Default: changes."
  type        = string
  default     = "changes"
  nullable    = false

  validation {
    condition = (
      length(var.archive_table_name) >= 1
      && length(var.archive_table_name) <= 128
      && can(regex("^[a-z0-9_]+$", var.archive_table_name))
    )
    error_message = "archive_table_name is ${try(jsonencode(var.archive_table_name), "")}, but must be 1 to 128 characters${try(length(var.archive_table_name) >= 1 && length(var.archive_table_name) <= 128 ? "" : " (it has ${length(var.archive_table_name)})", "")}: lower-case letters, digits and \"_\". Choose another archive_table_name."
  }
}

variable "archive_format" {
  description = "Lines of JSON, or Parquet, whose images are JSON texts. One of json, parquet. Default: json."
  type        = string
  default     = "json"
  nullable    = false

  validation {
    condition     = contains(["json", "parquet"], var.archive_format)
    error_message = "archive_format is ${try(jsonencode(var.archive_format), "")}, but must be one of json, parquet. Set archive_format to one of these."
  }
}

variable "archive_compression" {
  description = "Of lines of JSON only; Parquet is compressed by itself. One of GZIP, UNCOMPRESSED. Default: GZIP for json, UNCOMPRESSED for parquet."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.archive_compression == null
      ? true
      : contains(["GZIP", "UNCOMPRESSED"], var.archive_compression)
    )
    error_message = "archive_compression is ${try(jsonencode(var.archive_compression), "")}, but must be one of GZIP, UNCOMPRESSED. Set archive_compression to one of these."
  }

  validation {
    condition = (
      var.archive_compression == null
      ? true
      : !(var.archive_format == "parquet" && var.archive_compression == "GZIP")
    )
    error_message = "archive_compression is ${try(jsonencode(var.archive_compression), "")}, but must be left out when archive_format is parquet, which is compressed by itself. Leave archive_compression out, or set archive_format to json."
  }
}

variable "archive_partitioning" {
  description = "Which day's partition a change lies in: the day of its arrival, or its own, which takes dynamic partitioning (billed by the gigabyte; Firehose cannot switch it on later, so that the delivery stream is replaced). One of arrival, change. Default: arrival."
  type        = string
  default     = "arrival"
  nullable    = false

  validation {
    condition     = contains(["arrival", "change"], var.archive_partitioning)
    error_message = "archive_partitioning is ${try(jsonencode(var.archive_partitioning), "")}, but must be one of arrival, change. Set archive_partitioning to one of these."
  }

  validation {
    condition     = !(var.archive_partitioning == "change" && var.archive_line == "item")
    error_message = "archive_partitioning is ${try(jsonencode(var.archive_partitioning), "")}, but must be arrival when archive_line is item, which does not tell when it changed. Leave archive_partitioning out, or archive_line, or take the pipeline kinesis-to-s3."
  }
}

variable "archive_line" {
  description = "What a line has: the whole change, or the new image alone, which no state can be rebuilt from. One of change, item. Default: change."
  type        = string
  default     = "change"
  nullable    = false

  validation {
    condition     = contains(["change", "item"], var.archive_line)
    error_message = "archive_line is ${try(jsonencode(var.archive_line), "")}, but must be one of change, item. Set archive_line to one of these."
  }

  validation {
    condition     = !(var.archive_format == "parquet" && var.archive_line == "item")
    error_message = "archive_line is ${try(jsonencode(var.archive_line), "")}, but must be change when archive_format is parquet, whose columns are those of a change. Leave archive_line out, or set archive_format to json."
  }
}

variable "filter" {
  description = "Which items' changes are archived: those that fulfil it before the change or after it; conditions as those of Lambda's event filters. A text of JSON: write it with jsonencode. Default: all."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.filter == null
      ? true
      : length([for filter in [var.filter] : filter if !try(length(keys(jsondecode(filter))) > 0, false)]) == 0
    )
    error_message = "filter is ${try(jsonencode(try(jsondecode([for filter in [var.filter] : filter if !try(length(keys(jsondecode(filter))) > 0, false)][0]), [for filter in [var.filter] : filter if !try(length(keys(jsondecode(filter))) > 0, false)][0])), "")}, but must be an object of one attribute or more. Give for each attribute a list of conditions, such as {\"status\": [\"open\", {\"exists\": false}]}."
  }

  validation {
    condition = (
      var.filter == null
      ? true
      : length([for part in flatten([for filter in [var.filter] : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])]) : part if !try(length(concat(part.value, [])) > 0, false)]) == 0
    )
    error_message = "filter of ${try(jsonencode([for part in flatten([for filter in [var.filter] : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])]) : part if !try(length(concat(part.value, [])) > 0, false)][0].attribute), "")} is ${try(jsonencode([for part in flatten([for filter in [var.filter] : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])]) : part if !try(length(concat(part.value, [])) > 0, false)][0].value), "")}, but must be a list of one condition or more. Give for each attribute a list of conditions, such as {\"status\": [\"open\", {\"exists\": false}]}."
  }

  validation {
    condition = (
      var.filter == null
      ? true
      : length([for part in flatten([for filter in [var.filter] : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])]) : part if !(can(tostring(part.value)) || (try(length(keys(part.value)) == 1, false) && anytrue([try(length(jsonencode(part.value["prefix"])) > 2 && startswith(jsonencode(part.value["prefix"]), "\""), false), try(length(jsonencode(part.value["suffix"])) > 2 && startswith(jsonencode(part.value["suffix"]), "\""), false), try(contains(["true", "false"], jsonencode(part.value["exists"])), false), try(try(length(concat(part.value["anything-but"], [])) > 0, false) && alltrue([for scalar in part.value["anything-but"] : can(tostring(scalar))]), false), try(try(length(concat(part.value["numeric"], [])) > 0, false) && length(part.value["numeric"]) % 2 == 0 && alltrue([for i, part in part.value["numeric"] : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : can(regex("^-?[0-9]", jsonencode(part)))]), false)])))]) == 0
    )
    error_message = "filter of ${try(jsonencode([for part in flatten([for filter in [var.filter] : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])]) : part if !(can(tostring(part.value)) || (try(length(keys(part.value)) == 1, false) && anytrue([try(length(jsonencode(part.value["prefix"])) > 2 && startswith(jsonencode(part.value["prefix"]), "\""), false), try(length(jsonencode(part.value["suffix"])) > 2 && startswith(jsonencode(part.value["suffix"]), "\""), false), try(contains(["true", "false"], jsonencode(part.value["exists"])), false), try(try(length(concat(part.value["anything-but"], [])) > 0, false) && alltrue([for scalar in part.value["anything-but"] : can(tostring(scalar))]), false), try(try(length(concat(part.value["numeric"], [])) > 0, false) && length(part.value["numeric"]) % 2 == 0 && alltrue([for i, part in part.value["numeric"] : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : can(regex("^-?[0-9]", jsonencode(part)))]), false)])))][0].attribute), "")} is ${try(jsonencode([for part in flatten([for filter in [var.filter] : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])]) : part if !(can(tostring(part.value)) || (try(length(keys(part.value)) == 1, false) && anytrue([try(length(jsonencode(part.value["prefix"])) > 2 && startswith(jsonencode(part.value["prefix"]), "\""), false), try(length(jsonencode(part.value["suffix"])) > 2 && startswith(jsonencode(part.value["suffix"]), "\""), false), try(contains(["true", "false"], jsonencode(part.value["exists"])), false), try(try(length(concat(part.value["anything-but"], [])) > 0, false) && alltrue([for scalar in part.value["anything-but"] : can(tostring(scalar))]), false), try(try(length(concat(part.value["numeric"], [])) > 0, false) && length(part.value["numeric"]) % 2 == 0 && alltrue([for i, part in part.value["numeric"] : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : can(regex("^-?[0-9]", jsonencode(part)))]), false)])))][0].value), "")}, but must be a string, a number, true, false, null, {\"prefix\": \"…\"}, {\"suffix\": \"…\"}, {\"anything-but\": […]}, {\"numeric\": [\"<\", 1, …]} or {\"exists\": true or false}. Give for each attribute a list of conditions, such as {\"status\": [\"open\", {\"exists\": false}]}."
  }

  validation {
    condition = (
      var.filter == null
      ? true
      : length(base64encode(var.filter)) / 4 * 3 - length(regexall("=", base64encode(var.filter))) <= 3072
    )
    error_message = "filter is ${try(jsonencode("${length(base64encode(var.filter)) / 4 * 3 - length(regexall("=", base64encode(var.filter)))} bytes of JSON"), "")}, but must be at most 3072 bytes, since Lambda's environment holds 4096 in all. Give fewer or shorter conditions."
  }
}

variable "create_archive_bucket" {
  description = "Makes the bucket of the archive; with false it is archive_bucket_name, and stays as it is. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "archive_bucket_name" {
  description = "A bucket for the archive that was there already, with create_archive_bucket = false. Default: none."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition     = var.archive_bucket_name == null ? true : !var.create_archive_bucket
    error_message = "archive_bucket_name is ${try(jsonencode(var.archive_bucket_name), "")}, but must be left out when create_archive_bucket is true. Set create_archive_bucket to false, or leave archive_bucket_name out."
  }

  validation {
    condition     = var.create_archive_bucket || var.archive_bucket_name != null
    error_message = "archive_bucket_name is ${var.archive_bucket_name == null ? "missing" : try(jsonencode(var.archive_bucket_name), "")}, but must be the name of a bucket when create_archive_bucket is false. Give archive_bucket_name, or leave create_archive_bucket out."
  }

  validation {
    condition = (
      var.archive_bucket_name == null
      ? true
      : (
        length(var.archive_bucket_name) >= 3
        && length(var.archive_bucket_name) <= 63
        && can(regex("^[a-z0-9]+(-+[a-z0-9]+)*(\\.[a-z0-9]+(-+[a-z0-9]+)*)*$", var.archive_bucket_name))
      )
    )
    error_message = "archive_bucket_name is ${try(jsonencode(var.archive_bucket_name), "")}, but must be 3 to 63 characters${try(length(var.archive_bucket_name) >= 3 && length(var.archive_bucket_name) <= 63 ? "" : " (it has ${length(var.archive_bucket_name)})", "")}: lower-case letters, digits, \".\" and \"-\", beginning and ending with a letter or digit. Choose another archive_bucket_name."
  }
}

variable "archive_versioning" {
  description = "Keeps objects that are replaced or deleted. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "archive_retention_days" {
  description = "After how many days an object of the bucket is deleted, failed records too: 1 to 36500. In days. Default: never."
  type        = number
  default     = null
  nullable    = true

  validation {
    condition = (
      var.archive_retention_days == null
      ? true
      : (
        floor(var.archive_retention_days) == var.archive_retention_days
        && var.archive_retention_days >= 1
        && var.archive_retention_days <= 36500
      )
    )
    error_message = "archive_retention_days is ${try(jsonencode(var.archive_retention_days), "")}, but must be a whole number from 1 to 36500. Set archive_retention_days to a number in that range."
  }
}

variable "archive_kms_key_arn" {
  description = "The KMS key of the archive bucket. Default: S3's own key."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.archive_kms_key_arn == null
      ? true
      : can(regex("^arn:[\\w-]+:kms:[\\w-]+:\\d{12}:key/[\\w-]+$", var.archive_kms_key_arn))
    )
    error_message = "archive_kms_key_arn is ${try(jsonencode(var.archive_kms_key_arn), "")}, but must be the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID. Give the key's own ARN, not an alias or an id, or leave it out for AWS's key."
  }
}

variable "buffering_size" {
  description = "How much Firehose gathers for an object, in MB: 1 to 128; Parquet and change partitions take 64 at least. In MB. Default: 64."
  type        = number
  default     = 64
  nullable    = false

  validation {
    condition = (
      floor(var.buffering_size) == var.buffering_size
      && var.buffering_size >= (var.archive_format == "parquet" || var.archive_partitioning == "change" ? 64 : 1)
      && var.buffering_size <= 128
    )
    error_message = "buffering_size is ${try(jsonencode(var.buffering_size), "")}, but must be a whole number from ${var.archive_format == "parquet" || var.archive_partitioning == "change" ? 64 : 1} to 128. Set it to a number in that range; Parquet, and partitions by the change, take 64 at least."
  }
}

variable "buffering_interval" {
  description = "How long Firehose gathers for an object: 0 to 900; change partitions take 60 at least. In seconds. Default: 300."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition = (
      floor(var.buffering_interval) == var.buffering_interval
      && var.buffering_interval >= (var.archive_partitioning == "change" ? 60 : 0)
      && var.buffering_interval <= 900
    )
    error_message = "buffering_interval is ${try(jsonencode(var.buffering_interval), "")}, but must be a whole number from ${var.archive_partitioning == "change" ? 60 : 0} to 900. Set it to a number in that range; partitions by the change take 60 at least."
  }
}

variable "function_name" {
  description = "The function that sends changes to Firehose. Default: name and \"-firehose-forwarder\"."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.function_name == null
      ? true
      : (
        length(var.function_name) >= 1
        && length(var.function_name) <= 64
        && can(regex("^[A-Za-z0-9][A-Za-z0-9_-]*$", var.function_name))
      )
    )
    error_message = "function_name is ${try(jsonencode(var.function_name), "")}, but must be 1 to 64 characters${try(length(var.function_name) >= 1 && length(var.function_name) <= 64 ? "" : " (it has ${length(var.function_name)})", "")}: letters, digits, \"-\" and \"_\", beginning with a letter or digit. Choose another function_name."
  }
}

variable "function_zip" {
  description = "The path of a zip to run in place of the function's own. Default: the function's own zip."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.function_zip == null
      ? true
      : endswith(var.function_zip, ".zip") && try(fileexists(var.function_zip), false)
    )
    error_message = "function_zip is ${try(jsonencode(var.function_zip), "")}, but must be the path of a zip that is there (looked for from ${path.cwd}). Write it with \"npx dynamodb-cdc function-zip\", or leave function_zip out."
  }
}

variable "timeout" {
  description = "How long one invocation of the pipeline's function may take: 1 to 900; 1 to 300 of kinesis-to-s3, since Firehose waits no longer. In seconds. Default: 120."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = floor(var.timeout) == var.timeout && var.timeout >= 1 && var.timeout <= 900
    error_message = "timeout is ${try(jsonencode(var.timeout), "")}, but must be a whole number from 1 to 900. Set timeout to a number in that range."
  }
}

variable "memory_size" {
  description = "The memory of the pipeline's function: 128 to 10240. In MB. Default: 512."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition = (
      floor(var.memory_size) == var.memory_size
      && var.memory_size >= 128
      && var.memory_size <= 10240
    )
    error_message = "memory_size is ${try(jsonencode(var.memory_size), "")}, but must be a whole number from 128 to 10240. Set memory_size to a number in that range."
  }
}

variable "reserved_concurrent_executions" {
  description = "How many invocations of the pipeline's function may run at once: 0 to 100000; 0 stops it. Default: no limit but the account's."
  type        = number
  default     = null
  nullable    = true

  validation {
    condition = (
      var.reserved_concurrent_executions == null
      ? true
      : (
        floor(var.reserved_concurrent_executions) == var.reserved_concurrent_executions
        && var.reserved_concurrent_executions >= 0
        && var.reserved_concurrent_executions <= 100000
      )
    )
    error_message = "reserved_concurrent_executions is ${try(jsonencode(var.reserved_concurrent_executions), "")}, but must be a whole number from 0 to 100000. Set reserved_concurrent_executions to a number in that range."
  }
}

variable "cloudwatch_logs_retention_in_days" {
  description = "One of the periods that CloudWatch Logs knows; 0 keeps logs for ever. In days. Default: 30."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains(
      [
        0,
        1,
        3,
        5,
        7,
        14,
        30,
        60,
        90,
        120,
        150,
        180,
        365,
        400,
        545,
        731,
        1096,
        1827,
        2192,
        2557,
        2922,
        3288,
        3653,
      ],
      var.cloudwatch_logs_retention_in_days
    )
    error_message = "cloudwatch_logs_retention_in_days is ${try(jsonencode(var.cloudwatch_logs_retention_in_days), "")}, but must be one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. Set cloudwatch_logs_retention_in_days to one of these."
  }
}

variable "cloudwatch_logs_kms_key_id" {
  description = "The KMS key of the log groups. Default: CloudWatch Logs' own key."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.cloudwatch_logs_kms_key_id == null
      ? true
      : can(regex("^arn:[\\w-]+:kms:[\\w-]+:\\d{12}:key/[\\w-]+$", var.cloudwatch_logs_kms_key_id))
    )
    error_message = "cloudwatch_logs_kms_key_id is ${try(jsonencode(var.cloudwatch_logs_kms_key_id), "")}, but must be the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID. Give the key's own ARN, not an alias or an id, or leave it out for AWS's key."
  }
}

variable "tracing" {
  description = "Whether X-Ray traces the functions. Default: false."
  type        = bool
  default     = false
  nullable    = false
}

variable "create_role" {
  description = "Makes the roles; with false they are those that the inputs …_role_arn name. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "function_role_arn" {
  description = "An IAM role for all functions that was there already, with create_role = false; it needs the permissions that docs/permissions.md lists. Default: none."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition     = var.function_role_arn == null ? true : !var.create_role
    error_message = "function_role_arn is ${try(jsonencode(var.function_role_arn), "")}, but must be left out when create_role is true. Set create_role to false, or leave function_role_arn out."
  }

  validation {
    condition     = var.create_role || var.function_role_arn != null
    error_message = "function_role_arn is ${var.function_role_arn == null ? "missing" : try(jsonencode(var.function_role_arn), "")}, but must be the ARN of an IAM role that Lambda may take on when create_role is false. Give function_role_arn, or leave create_role out."
  }

  validation {
    condition = (
      var.function_role_arn == null
      ? true
      : can(regex("^arn:[\\w-]+:iam::\\d{12}:role/[\\w+=,.@/-]+$", var.function_role_arn))
    )
    error_message = "function_role_arn is ${try(jsonencode(var.function_role_arn), "")}, but must be the ARN of an IAM role: arn:aws:iam::ACCOUNT:role/NAME. Give the role's own ARN."
  }
}

variable "vpc_subnet_ids" {
  description = "Runs the functions inside a VPC, as a private collection asks. Default: none."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length([for value in var.vpc_subnet_ids : value if !can(regex("^subnet-[0-9a-z]+$", value))]) == 0
    error_message = "vpc_subnet_ids is ${try(jsonencode([for value in var.vpc_subnet_ids : value if !can(regex("^subnet-[0-9a-z]+$", value))][0]), "")}, but must be ids of subnets, subnet-…. Give the ids of subnets of one VPC, or leave it out to run outside of a VPC."
  }
}

variable "vpc_security_group_ids" {
  description = "The security groups there; needed with vpc_subnet_ids. Default: none."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length([for value in var.vpc_security_group_ids : value if !can(regex("^sg-[0-9a-z]+$", value))]) == 0
    error_message = "vpc_security_group_ids is ${try(jsonencode([for value in var.vpc_security_group_ids : value if !can(regex("^sg-[0-9a-z]+$", value))][0]), "")}, but must be ids of security groups, sg-…. Give the ids of security groups of that VPC, or leave it out to run outside of a VPC."
  }

  validation {
    condition     = length(var.vpc_subnet_ids) == 0 || !(length(var.vpc_security_group_ids) == 0)
    error_message = "vpc_security_group_ids is ${try(jsonencode([]), "")}, but must be given, as vpc_subnet_ids is. Give both, or neither to run outside of a VPC."
  }

  validation {
    condition     = length(var.vpc_security_group_ids) == 0 || !(length(var.vpc_subnet_ids) == 0)
    error_message = "vpc_subnet_ids is ${try(jsonencode([]), "")}, but must be given, as vpc_security_group_ids is. Give both, or neither to run outside of a VPC."
  }
}

variable "batch_size" {
  description = "How many changes one invocation gets at most: 1 to 10000. Default: 1000."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition = (
      floor(var.batch_size) == var.batch_size
      && var.batch_size >= 1
      && var.batch_size <= 10000
    )
    error_message = "batch_size is ${try(jsonencode(var.batch_size), "")}, but must be a whole number from 1 to 10000. Set batch_size to a number in that range."
  }
}

variable "maximum_batching_window_in_seconds" {
  description = "How long changes are gathered before an invocation: 0 to 300. In seconds. Default: 1."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition = (
      floor(var.maximum_batching_window_in_seconds) == var.maximum_batching_window_in_seconds
      && var.maximum_batching_window_in_seconds >= 0
      && var.maximum_batching_window_in_seconds <= 300
    )
    error_message = "maximum_batching_window_in_seconds is ${try(jsonencode(var.maximum_batching_window_in_seconds), "")}, but must be a whole number from 0 to 300. Set maximum_batching_window_in_seconds to a number in that range."
  }
}

variable "parallelization_factor" {
  description = "How many batches of one shard are worked on at once: 1 to 10. Default: 1."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition = (
      floor(var.parallelization_factor) == var.parallelization_factor
      && var.parallelization_factor >= 1
      && var.parallelization_factor <= 10
    )
    error_message = "parallelization_factor is ${try(jsonencode(var.parallelization_factor), "")}, but must be a whole number from 1 to 10. Set parallelization_factor to a number in that range."
  }
}

variable "bisect_batch_on_function_error" {
  description = "Splits a batch that fails as a whole, to find the change at fault. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "maximum_retry_attempts" {
  description = "How often Lambda sends a batch that fails again: 0 to 10000; -1 until a change is too old. Default: -1."
  type        = number
  default     = -1
  nullable    = false

  validation {
    condition = (
      var.maximum_retry_attempts == -1
      || (floor(var.maximum_retry_attempts) == var.maximum_retry_attempts && var.maximum_retry_attempts >= 0 && var.maximum_retry_attempts <= 10000)
    )
    error_message = "maximum_retry_attempts is ${try(jsonencode(var.maximum_retry_attempts), "")}, but must be a whole number from 0 to 10000, or -1 (until a change is too old). Set maximum_retry_attempts to a number in that range."
  }
}

variable "maximum_record_age_in_seconds" {
  description = "How old a change may get before Lambda gives it up and keeps its batch in the parking bucket: at least 60, and less than the stream's retention. In seconds. Default: an hour less than the stream's retention, at most 604800."
  type        = number
  default     = null
  nullable    = true

  validation {
    condition = (
      var.maximum_record_age_in_seconds == null
      ? true
      : (
        floor(var.maximum_record_age_in_seconds) == var.maximum_record_age_in_seconds
        && var.maximum_record_age_in_seconds >= 60
        && var.maximum_record_age_in_seconds <= 86399
      )
    )
    error_message = "maximum_record_age_in_seconds is ${try(jsonencode(var.maximum_record_age_in_seconds), "")}, but must be a whole number from 60 to 86399. Keep it under the retention of the stream, or a change that fails for long is lost before Lambda keeps it."
  }
}

variable "starting_position" {
  description = "The oldest change in the stream, the next one, or, of Kinesis, the first one at a time. One of TRIM_HORIZON, LATEST, AT_TIMESTAMP. Default: TRIM_HORIZON."
  type        = string
  default     = "TRIM_HORIZON"
  nullable    = false

  validation {
    condition     = contains(["TRIM_HORIZON", "LATEST"], var.starting_position)
    error_message = "starting_position is ${try(jsonencode(var.starting_position), "")}, but must be one of TRIM_HORIZON, LATEST. Set starting_position to one of these."
  }
}

variable "create_parking_bucket" {
  description = "Makes the bucket of what can never be delivered; with false it is parking_bucket_name, and stays as it is. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "parking_bucket_name" {
  description = "A bucket for what can never be delivered that was there already, with create_parking_bucket = false. Default: none."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition     = var.parking_bucket_name == null ? true : !var.create_parking_bucket
    error_message = "parking_bucket_name is ${try(jsonencode(var.parking_bucket_name), "")}, but must be left out when create_parking_bucket is true. Set create_parking_bucket to false, or leave parking_bucket_name out."
  }

  validation {
    condition     = var.create_parking_bucket || var.parking_bucket_name != null
    error_message = "parking_bucket_name is ${var.parking_bucket_name == null ? "missing" : try(jsonencode(var.parking_bucket_name), "")}, but must be the name of a bucket when create_parking_bucket is false. Give parking_bucket_name, or leave create_parking_bucket out."
  }

  validation {
    condition = (
      var.parking_bucket_name == null
      ? true
      : (
        length(var.parking_bucket_name) >= 3
        && length(var.parking_bucket_name) <= 63
        && can(regex("^[a-z0-9]+(-+[a-z0-9]+)*(\\.[a-z0-9]+(-+[a-z0-9]+)*)*$", var.parking_bucket_name))
      )
    )
    error_message = "parking_bucket_name is ${try(jsonencode(var.parking_bucket_name), "")}, but must be 3 to 63 characters${try(length(var.parking_bucket_name) >= 3 && length(var.parking_bucket_name) <= 63 ? "" : " (it has ${length(var.parking_bucket_name)})", "")}: lower-case letters, digits, \".\" and \"-\", beginning and ending with a letter or digit. Choose another parking_bucket_name."
  }
}

variable "parking_retention_days" {
  description = "After how many days a parked change is deleted, looked at or not. In days. Default: kept until you delete it."
  type        = number
  default     = null
  nullable    = true

  validation {
    condition = (
      var.parking_retention_days == null
      ? true
      : (
        floor(var.parking_retention_days) == var.parking_retention_days
        && var.parking_retention_days >= 1
        && var.parking_retention_days <= 36500
      )
    )
    error_message = "parking_retention_days is ${try(jsonencode(var.parking_retention_days), "")}, but must be a whole number from 1 to 36500. Set parking_retention_days to a number in that range."
  }
}

variable "parking_kms_key_arn" {
  description = "The KMS key of the parking bucket and queue. Default: S3's and SQS's own keys."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.parking_kms_key_arn == null
      ? true
      : can(regex("^arn:[\\w-]+:kms:[\\w-]+:\\d{12}:key/[\\w-]+$", var.parking_kms_key_arn))
    )
    error_message = "parking_kms_key_arn is ${try(jsonencode(var.parking_kms_key_arn), "")}, but must be the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID. Give the key's own ARN, not an alias or an id, or leave it out for AWS's key."
  }
}

variable "tags" {
  description = "Tags of every resource that takes them, beside those of the provider. Default: none."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length([for key in keys(var.tags) : key if !(can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", key)) && !startswith(lower(key), "aws:"))]) == 0
    error_message = "tags is ${try(jsonencode([for key in keys(var.tags) : key if !(can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", key)) && !startswith(lower(key), "aws:"))][0]), "")}, but must be of keys of 1 to 128 letters, digits, spaces and any of _ . : / = + - @, not beginning with \"aws:\". Choose another key."
  }

  validation {
    condition     = length([for value in values(var.tags) : value if !can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$", value))]) == 0
    error_message = "tags is ${try(jsonencode([for value in values(var.tags) : value if !can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$", value))][0]), "")}, but must be of values of at most 256 letters, digits, spaces and any of _ . : / = + - @. Choose another value."
  }
}

locals {
  delivery_stream_name = coalesce(var.delivery_stream_name, "${var.name}-archive")
  function_name        = coalesce(var.function_name, "${var.name}-firehose-forwarder")

  delivery_stream_catalog_arn = replace(
    aws_glue_catalog_database.archive_table_database.arn,
    "/:database/.*/",
    ":catalog"
  )
}

resource "aws_cloudwatch_log_group" "delivery_stream_log_group" {
  name              = "/aws/kinesisfirehose/${local.delivery_stream_name}"
  kms_key_id        = var.cloudwatch_logs_kms_key_id
  retention_in_days = var.cloudwatch_logs_retention_in_days
  tags              = var.tags
}

resource "aws_cloudwatch_log_group" "forwarder_function_log_group" {
  name              = "/aws/lambda/${local.function_name}"
  kms_key_id        = var.cloudwatch_logs_kms_key_id
  retention_in_days = var.cloudwatch_logs_retention_in_days
  tags              = var.tags
}

resource "aws_cloudwatch_log_stream" "delivery_stream_log_stream" {
  name           = "delivery"
  log_group_name = aws_cloudwatch_log_group.delivery_stream_log_group.name
}

resource "aws_dynamodb_table" "change_stream_table" {
  count = var.create_table ? 1 : 0

  name                        = var.table_name
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = var.deletion_protection
  hash_key                    = var.hash_key
  range_key                   = var.range_key
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  tags                        = var.tags

  attribute {
    name = var.hash_key
    type = var.hash_key_type
  }

  dynamic "attribute" {
    for_each = var.range_key != null ? [1] : []

    content {
      name = var.range_key
      type = var.range_key_type
    }
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.table_kms_key_arn
  }
}

resource "aws_glue_catalog_database" "archive_table_database" {
  description = "Changes of DynamoDB tables"
  tags        = var.tags

  name = (
    var.database_name != null
    ? var.database_name
    : lower(replace(local.delivery_stream_name, "/[^A-Za-z0-9_]/", "_"))
  )
}

resource "aws_glue_catalog_table" "archive_table" {
  name          = var.archive_table_name
  description   = "Each change of the DynamoDB table"
  database_name = aws_glue_catalog_database.archive_table_database.name
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    EXTERNAL                    = "TRUE"
    classification              = var.archive_format
    "projection.date.format"    = "yyyy-MM-dd"
    "projection.date.range"     = "2020-01-01,NOW+1DAYS"
    "projection.date.type"      = "date"
    "projection.enabled"        = "true"
    "storage.location.template" = "s3://${var.create_archive_bucket ? aws_s3_bucket.archive_bucket[0].bucket : data.aws_s3_bucket.archive_bucket_existing[0].bucket}/changes/table=${var.table_name}/date=$${date}/"
  }

  partition_keys {
    name = "date"
    type = "string"

    comment = (
      var.archive_partitioning == "change"
      ? "The day of the change, UTC"
      : "The day of its arrival, UTC"
    )
  }

  storage_descriptor {
    location = "s3://${var.create_archive_bucket ? aws_s3_bucket.archive_bucket[0].bucket : data.aws_s3_bucket.archive_bucket_existing[0].bucket}/changes/table=${var.table_name}/"

    input_format = (
      var.archive_format == "parquet"
      ? "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
      : "org.apache.hadoop.mapred.TextInputFormat"
    )

    output_format = (
      var.archive_format == "parquet"
      ? "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
      : "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
    )

    dynamic "columns" {
      for_each = (
        var.archive_line == "item"
        ? [{
          name    = "item"
          type    = "string"
          comment = "The item after the change, as JSON"
        }]
        : [
          {
            name    = "eventname"
            type    = "string"
            comment = "INSERT, MODIFY or REMOVE"
          },
          {
            name    = "table"
            type    = "string"
            comment = "The DynamoDB table"
          },
          {
            name    = "at"
            type    = "bigint"
            comment = "When it changed, in microseconds since 1970"
          },
          {
            name    = "sequencenumber"
            type    = "string"
            comment = "The stream's"
          },
          {
            name    = "keys"
            type    = "string"
            comment = "The key, as JSON"
          },
          {
            name    = "new"
            type    = "string"
            comment = "The item after the change, as JSON"
          },
          {
            name    = "old"
            type    = "string"
            comment = "The item before the change, as JSON"
          },
        ]
      )

      content {
        name    = columns.value.name
        comment = columns.value.comment
        type    = columns.value.type
      }
    }

    ser_de_info {
      parameters = (
        var.archive_format == "parquet"
        ? {}
        : (
          var.archive_line == "item"
          ? { "input.regex" = "(.*)" }
          : {
            "mapping.eventname"      = "eventName"
            "mapping.sequencenumber" = "sequenceNumber"
          }
        )
      )

      serialization_library = (
        var.archive_format == "parquet"
        ? "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
        : (
          var.archive_line == "item"
          ? "org.apache.hadoop.hive.serde2.RegexSerDe"
          : "org.openx.data.jsonserde.JsonSerDe"
        )
      )
    }
  }
}

resource "aws_iam_role" "delivery_stream_role" {
  count = var.create_role ? 1 : 0

  name_prefix = "${substr(local.delivery_stream_name, 0, 37)}-"
  description = "What the delivery stream ${local.delivery_stream_name} may do"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "firehose.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role" "forwarder_function_role" {
  count = var.create_role ? 1 : 0

  name_prefix = "${substr(local.function_name, 0, 37)}-"
  description = "What the function ${local.function_name} may do"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "delivery_stream_role_policy" {
  count = var.create_role ? 1 : 0

  name = "delivery"
  role = aws_iam_role.delivery_stream_role[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid    = "WriteObjects"
        Effect = "Allow"
        Action = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
        Resource = [
          "${var.create_archive_bucket ? aws_s3_bucket.archive_bucket[0].arn : data.aws_s3_bucket.archive_bucket_existing[0].arn}/*",
        ]
      }],
      [{
        Sid    = "FindBucket"
        Effect = "Allow"
        Action = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
        Resource = [
          (
            var.create_archive_bucket
            ? aws_s3_bucket.archive_bucket[0].arn
            : data.aws_s3_bucket.archive_bucket_existing[0].arn
          ),
        ]
      }],
      [{
        Sid    = "WriteErrorLog"
        Effect = "Allow"
        Action = ["logs:PutLogEvents"]
        Resource = [
          "${aws_cloudwatch_log_group.delivery_stream_log_group.arn}:log-stream:${aws_cloudwatch_log_stream.delivery_stream_log_stream.name}",
        ]
      }],
      (
        var.archive_kms_key_arn != null
        ? [{
          Sid      = "EncryptObjects"
          Effect   = "Allow"
          Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource = [var.archive_kms_key_arn]
        }]
        : []
      ),
      (
        var.archive_format == "parquet"
        ? [{
          Sid    = "ReadSchema"
          Effect = "Allow"
          Action = ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"]
          Resource = [
            local.delivery_stream_catalog_arn,
            aws_glue_catalog_database.archive_table_database.arn,
            aws_glue_catalog_table.archive_table.arn,
          ]
        }]
        : []
      )
    )
  })
}

resource "aws_iam_role_policy" "forwarder_function_role_policy" {
  count = var.create_role ? 1 : 0

  name = "function"
  role = aws_iam_role.forwarder_function_role[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.forwarder_function_log_group.arn}:*"]
      }],
      (
        var.tracing
        ? [{
          Sid      = "WriteTraces"
          Effect   = "Allow"
          Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
          Resource = ["*"]
        }]
        : []
      ),
      (
        length(var.vpc_subnet_ids) >= 1
        ? [{
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
        }]
        : []
      ),
      [{
        Sid      = "PutLines"
        Effect   = "Allow"
        Action   = ["firehose:PutRecordBatch"]
        Resource = [aws_kinesis_firehose_delivery_stream.delivery_stream.arn]
      }],
      [{
        Sid    = "ParkChanges"
        Effect = "Allow"
        Action = ["s3:PutObject"]
        Resource = [
          "${var.create_parking_bucket ? aws_s3_bucket.forwarder_parking_bucket[0].arn : data.aws_s3_bucket.forwarder_parking_bucket_existing[0].arn}/*",
        ]
      }],
      [{
        Sid    = "FindParkingBucket"
        Effect = "Allow"
        Action = ["s3:ListBucket"]
        Resource = [
          (
            var.create_parking_bucket
            ? aws_s3_bucket.forwarder_parking_bucket[0].arn
            : data.aws_s3_bucket.forwarder_parking_bucket_existing[0].arn
          ),
        ]
      }],
      [{
        Sid      = "TellOfParkedChanges"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.forwarder_parking_queue.arn]
      }],
      (
        var.parking_kms_key_arn != null
        ? [{
          Sid      = "EncryptParkedChanges"
          Effect   = "Allow"
          Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource = [var.parking_kms_key_arn]
        }]
        : []
      ),
      [{
        Sid    = "ReadChanges"
        Effect = "Allow"
        Action = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
        Resource = [
          (
            var.table_stream_arn != null
            ? var.table_stream_arn
            : (
              var.create_table
              ? aws_dynamodb_table.change_stream_table[0].stream_arn
              : data.aws_dynamodb_table.change_stream_table_existing[0].stream_arn
            )
          ),
        ]
      }],
      [{
        Sid      = "ListStreams"
        Effect   = "Allow"
        Action   = ["dynamodb:ListStreams"]
        Resource = ["*"]
      }],
      (
        var.table_kms_key_arn != null
        ? [{
          Sid      = "DecryptChanges"
          Effect   = "Allow"
          Action   = ["kms:Decrypt"]
          Resource = [var.table_kms_key_arn]
        }]
        : []
      )
    )
  })
}

resource "aws_kinesis_firehose_delivery_stream" "delivery_stream" {
  name        = local.delivery_stream_name
  destination = "extended_s3"
  tags        = var.tags

  extended_s3_configuration {
    buffering_interval  = var.buffering_interval
    buffering_size      = var.buffering_size
    error_output_prefix = "errors/!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/"
    kms_key_arn         = var.archive_kms_key_arn
    prefix              = "changes/table=${var.table_name}/date=${var.archive_partitioning == "change" ? "!{partitionKeyFromQuery:date}" : "!{timestamp:yyyy-MM-dd}"}/"

    bucket_arn = (
      var.create_archive_bucket
      ? aws_s3_bucket.archive_bucket[0].arn
      : data.aws_s3_bucket.archive_bucket_existing[0].arn
    )

    compression_format = (
      var.archive_compression != null
      ? var.archive_compression
      : var.archive_format == "parquet" ? "UNCOMPRESSED" : "GZIP"
    )

    role_arn = (
      var.create_role
      ? aws_iam_role.delivery_stream_role[0].arn
      : var.delivery_stream_role_arn
    )

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.delivery_stream_log_group.name
      log_stream_name = aws_cloudwatch_log_stream.delivery_stream_log_stream.name
    }

    dynamic "data_format_conversion_configuration" {
      for_each = var.archive_format == "parquet" ? [1] : []

      content {
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
          database_name = aws_glue_catalog_database.archive_table_database.name
          table_name    = aws_glue_catalog_table.archive_table.name

          role_arn = (
            var.create_role
            ? aws_iam_role.delivery_stream_role[0].arn
            : var.delivery_stream_role_arn
          )
        }
      }
    }

    dynamic "dynamic_partitioning_configuration" {
      for_each = var.archive_partitioning == "change" ? [1] : []

      content {
        enabled = true
      }
    }

    dynamic "processing_configuration" {
      for_each = var.archive_partitioning == "change" ? [1] : []

      content {
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
  }

  server_side_encryption {
    enabled  = true
    key_type = "AWS_OWNED_CMK"
  }

  depends_on = [aws_iam_role_policy.delivery_stream_role_policy]
}

resource "aws_lambda_event_source_mapping" "forwarder_event_source_mapping" {
  function_name                      = aws_lambda_function.forwarder_function_function.arn
  batch_size                         = var.batch_size
  bisect_batch_on_function_error     = var.bisect_batch_on_function_error
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = var.maximum_batching_window_in_seconds
  maximum_retry_attempts             = var.maximum_retry_attempts
  parallelization_factor             = var.parallelization_factor
  starting_position                  = var.starting_position
  tags                               = var.tags

  event_source_arn = (
    var.table_stream_arn != null
    ? var.table_stream_arn
    : (
      var.create_table
      ? aws_dynamodb_table.change_stream_table[0].stream_arn
      : data.aws_dynamodb_table.change_stream_table_existing[0].stream_arn
    )
  )

  maximum_record_age_in_seconds = (
    var.maximum_record_age_in_seconds != null
    ? var.maximum_record_age_in_seconds
    : 82800
  )

  destination_config {
    on_failure {
      destination_arn = (
        var.create_parking_bucket
        ? aws_s3_bucket.forwarder_parking_bucket[0].arn
        : data.aws_s3_bucket.forwarder_parking_bucket_existing[0].arn
      )
    }
  }

  depends_on = [aws_iam_role_policy.forwarder_function_role_policy]
}

resource "aws_lambda_function" "forwarder_function_function" {
  function_name                  = local.function_name
  architectures                  = ["arm64"]
  handler                        = "index.handler"
  memory_size                    = var.memory_size
  reserved_concurrent_executions = var.reserved_concurrent_executions
  runtime                        = "nodejs22.x"
  timeout                        = var.timeout
  tags                           = var.tags

  description = substr(
    "Sends the changes of the table ${var.create_table ? aws_dynamodb_table.change_stream_table[0].name : var.table_name} to its archive",
    0,
    256
  )

  filename = (
    var.function_zip != null
    ? var.function_zip
    : "${path.module}/functions/firehose-forwarder.zip"
  )

  role = (
    var.create_role
    ? aws_iam_role.forwarder_function_role[0].arn
    : var.function_role_arn
  )

  source_code_hash = (
    var.function_zip != null
    ? filebase64sha256(var.function_zip)
    : filebase64sha256("${path.module}/functions/firehose-forwarder.zip")
  )

  dynamic "vpc_config" {
    for_each = length(var.vpc_subnet_ids) >= 1 ? [1] : []

    content {
      security_group_ids = var.vpc_security_group_ids
      subnet_ids         = var.vpc_subnet_ids
    }
  }

  environment {
    variables = {
      DELIVERY_STREAM_NAME = aws_kinesis_firehose_delivery_stream.delivery_stream.name
      FILTER               = var.filter != null ? var.filter : ""
      IMAGES               = var.archive_format == "parquet" ? "text" : "json"
      LINE                 = var.archive_line == "item" ? "item" : "change"
      PARKING_BUCKET = (
        var.create_parking_bucket
        ? aws_s3_bucket.forwarder_parking_bucket[0].bucket
        : data.aws_s3_bucket.forwarder_parking_bucket_existing[0].bucket
      )
      PARKING_QUEUE_URL = aws_sqs_queue.forwarder_parking_queue.url
      TABLE_NAME = (
        var.create_table
        ? aws_dynamodb_table.change_stream_table[0].name
        : var.table_name
      )
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.forwarder_function_log_group.name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  depends_on = [
    aws_cloudwatch_log_group.forwarder_function_log_group,
    aws_iam_role_policy.forwarder_function_role_policy,
  ]
}

resource "aws_s3_bucket" "archive_bucket" {
  count = var.create_archive_bucket ? 1 : 0

  bucket_prefix = "${substr(replace(lower(replace("${var.table_name}-archive", "/[._]/", "-")), "/^-+/", ""), 0, 36)}-"
  force_destroy = !var.deletion_protection
  tags          = var.tags
}

resource "aws_s3_bucket" "forwarder_parking_bucket" {
  count = var.create_parking_bucket ? 1 : 0

  bucket_prefix = "${substr(replace(lower(replace("${local.function_name}-parking", "/[._]/", "-")), "/^-+/", ""), 0, 36)}-"
  force_destroy = !var.deletion_protection
  tags          = var.tags
}

resource "aws_s3_bucket_lifecycle_configuration" "archive_bucket_lifecycle" {
  count = var.archive_retention_days != null && var.create_archive_bucket ? 1 : 0

  bucket = aws_s3_bucket.archive_bucket[0].id

  rule {
    id     = "expire"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    expiration {
      days = var.archive_retention_days
    }

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days = var.archive_retention_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.archive_bucket_versioning]
}

resource "aws_s3_bucket_lifecycle_configuration" "forwarder_parking_bucket_lifecycle" {
  count = var.parking_retention_days != null && var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.forwarder_parking_bucket[0].id

  rule {
    id     = "expire"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    expiration {
      days = var.parking_retention_days
    }

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days = var.parking_retention_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.forwarder_parking_bucket_versioning]
}

resource "aws_s3_bucket_ownership_controls" "archive_bucket_ownership" {
  count = var.create_archive_bucket ? 1 : 0

  bucket = aws_s3_bucket.archive_bucket[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_ownership_controls" "forwarder_parking_bucket_ownership" {
  count = var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.forwarder_parking_bucket[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "archive_bucket_policy" {
  count = var.create_archive_bucket ? 1 : 0

  bucket = aws_s3_bucket.archive_bucket[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:*"]
      Resource  = [aws_s3_bucket.archive_bucket[0].arn, "${aws_s3_bucket.archive_bucket[0].arn}/*"]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.archive_bucket_public_access_block]
}

resource "aws_s3_bucket_policy" "forwarder_parking_bucket_policy" {
  count = var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.forwarder_parking_bucket[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:*"]
      Resource = [
        aws_s3_bucket.forwarder_parking_bucket[0].arn,
        "${aws_s3_bucket.forwarder_parking_bucket[0].arn}/*",
      ]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.forwarder_parking_bucket_public_access_block]
}

resource "aws_s3_bucket_public_access_block" "archive_bucket_public_access_block" {
  count = var.create_archive_bucket ? 1 : 0

  bucket                  = aws_s3_bucket.archive_bucket[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_public_access_block" "forwarder_parking_bucket_public_access_block" {
  count = var.create_parking_bucket ? 1 : 0

  bucket                  = aws_s3_bucket.forwarder_parking_bucket[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "archive_bucket_encryption" {
  count = var.create_archive_bucket ? 1 : 0

  bucket = aws_s3_bucket.archive_bucket[0].id

  rule {
    bucket_key_enabled = var.archive_kms_key_arn != null

    apply_server_side_encryption_by_default {
      kms_master_key_id = var.archive_kms_key_arn
      sse_algorithm     = var.archive_kms_key_arn != null ? "aws:kms" : "AES256"
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "forwarder_parking_bucket_encryption" {
  count = var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.forwarder_parking_bucket[0].id

  rule {
    bucket_key_enabled = var.parking_kms_key_arn != null

    apply_server_side_encryption_by_default {
      kms_master_key_id = var.parking_kms_key_arn
      sse_algorithm     = var.parking_kms_key_arn != null ? "aws:kms" : "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "archive_bucket_versioning" {
  count = var.create_archive_bucket ? 1 : 0

  bucket = aws_s3_bucket.archive_bucket[0].id

  versioning_configuration {
    status = var.archive_versioning ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_versioning" "forwarder_parking_bucket_versioning" {
  count = var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.forwarder_parking_bucket[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_sqs_queue" "forwarder_parking_queue" {
  name                      = "${local.function_name}-parking"
  kms_master_key_id         = var.parking_kms_key_arn
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.parking_kms_key_arn != null ? null : true
  tags                      = var.tags
}

resource "aws_sqs_queue_policy" "forwarder_parking_queue_policy" {
  queue_url = aws_sqs_queue.forwarder_parking_queue.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["sqs:*"]
      Resource  = [aws_sqs_queue.forwarder_parking_queue.arn]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })
}

data "aws_dynamodb_table" "change_stream_table_existing" {
  count = !var.create_table ? 1 : 0

  name = var.table_name

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

data "aws_s3_bucket" "archive_bucket_existing" {
  count = !var.create_archive_bucket ? 1 : 0

  bucket = var.archive_bucket_name
}

data "aws_s3_bucket" "forwarder_parking_bucket_existing" {
  count = !var.create_parking_bucket ? 1 : 0

  bucket = var.parking_bucket_name
}

output "archive_bucket" {
  description = "The archive"
  value = try(
    (
      var.create_archive_bucket
      ? aws_s3_bucket.archive_bucket[0].bucket
      : data.aws_s3_bucket.archive_bucket_existing[0].bucket
    ),
    null
  )
}

output "archive_bucket_arn" {
  description = "The archive's ARN"
  value = try(
    (
      var.create_archive_bucket
      ? aws_s3_bucket.archive_bucket[0].arn
      : data.aws_s3_bucket.archive_bucket_existing[0].arn
    ),
    null
  )
}

output "archive_prefix" {
  description = "Where in the bucket the changes lie, in a folder a date"
  value       = "changes/table=${var.table_name}/"
}

output "archive_table_name" {
  description = "Its table there"
  value       = aws_glue_catalog_table.archive_table.name
}

output "database_name" {
  description = "The Glue database in which Athena finds it"
  value       = aws_glue_catalog_database.archive_table_database.name
}

output "delivery_stream_arn" {
  description = "That stream's ARN"
  value       = aws_kinesis_firehose_delivery_stream.delivery_stream.arn
}

output "delivery_stream_log_group_name" {
  description = "The log group of Firehose's own errors"
  value       = aws_cloudwatch_log_group.delivery_stream_log_group.name
}

output "delivery_stream_name" {
  description = "The Firehose stream into the archive"
  value       = aws_kinesis_firehose_delivery_stream.delivery_stream.name
}

output "delivery_stream_role_arn" {
  description = "That stream's role"
  value = try(
    var.create_role ? aws_iam_role.delivery_stream_role[0].arn : var.delivery_stream_role_arn,
    null
  )
}

output "function_arn" {
  description = "That function's ARN"
  value       = aws_lambda_function.forwarder_function_function.arn
}

output "function_log_group_name" {
  description = "The log group that it writes to"
  value       = aws_cloudwatch_log_group.forwarder_function_log_group.name
}

output "function_name" {
  description = "The function that sends them to Firehose"
  value       = aws_lambda_function.forwarder_function_function.function_name
}

output "function_role_arn" {
  description = "That function's role"
  value = try(
    var.create_role ? aws_iam_role.forwarder_function_role[0].arn : var.function_role_arn,
    null
  )
}

output "parking_bucket" {
  description = "The changes that can never be delivered"
  value = try(
    (
      var.create_parking_bucket
      ? aws_s3_bucket.forwarder_parking_bucket[0].bucket
      : data.aws_s3_bucket.forwarder_parking_bucket_existing[0].bucket
    ),
    null
  )
}

output "parking_bucket_arn" {
  description = "That bucket's ARN"
  value = try(
    (
      var.create_parking_bucket
      ? aws_s3_bucket.forwarder_parking_bucket[0].arn
      : data.aws_s3_bucket.forwarder_parking_bucket_existing[0].arn
    ),
    null
  )
}

output "parking_queue_arn" {
  description = "That queue's ARN"
  value       = aws_sqs_queue.forwarder_parking_queue.arn
}

output "parking_queue_name" {
  description = "That queue's name, for an alarm on its length"
  value       = aws_sqs_queue.forwarder_parking_queue.name
}

output "parking_queue_url" {
  description = "A message for each of them"
  value       = aws_sqs_queue.forwarder_parking_queue.url
}

output "stream_arn" {
  description = "The ARN of the stream of its changes"
  value = try(
    (
      var.table_stream_arn != null
      ? var.table_stream_arn
      : (
        var.create_table
        ? aws_dynamodb_table.change_stream_table[0].stream_arn
        : data.aws_dynamodb_table.change_stream_table_existing[0].stream_arn
      )
    ),
    null
  )
}

output "table_arn" {
  description = "Its ARN, if it was made here"
  value       = try(aws_dynamodb_table.change_stream_table[0].arn, null)
}

output "table_name" {
  description = "The table whose changes are followed"
  value = try(
    var.create_table ? aws_dynamodb_table.change_stream_table[0].name : var.table_name,
    null
  )
}
