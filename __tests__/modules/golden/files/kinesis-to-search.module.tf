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

variable "stream_name" {
  description = "The Kinesis data stream: 1 to 128 letters, digits, \"-\", \"_\" and \".\". Default: name and \"-changes\"."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.stream_name == null
      ? true
      : (
        length(var.stream_name) >= 1
        && length(var.stream_name) <= 128
        && can(regex("^[A-Za-z0-9_.-]+$", var.stream_name))
      )
    )
    error_message = "stream_name is ${try(jsonencode(var.stream_name), "")}, but must be 1 to 128 characters${try(length(var.stream_name) >= 1 && length(var.stream_name) <= 128 ? "" : " (it has ${length(var.stream_name)})", "")}: letters, digits, \"-\", \"_\" and \".\". Choose another stream_name."
  }
}

variable "create_stream" {
  description = "Makes the Kinesis stream; with false it must be there already, and stays as it is. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "stream_arn" {
  description = "The ARN of a stream that was there already, beside its name. Give it where the stream is made in the same configuration: one that is changed there is looked up too late to know that its ARN is the same, and what reads it is replaced; a new delivery stream misses changes. Default: looked up by the stream's name."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.stream_arn == null
      ? true
      : can(regex("^arn:[\\w-]+:kinesis:[\\w-]+:\\d{12}:stream/[\\w.-]+$", var.stream_arn))
    )
    error_message = "stream_arn is ${try(jsonencode(var.stream_arn), "")}, but must be the ARN of a Kinesis stream: arn:aws:kinesis:REGION:ACCOUNT:stream/NAME. Give it, or leave stream_arn out."
  }

  validation {
    condition     = var.stream_arn == null ? true : !var.create_stream
    error_message = "stream_arn is ${try(jsonencode(var.stream_arn), "")}, but must be left out when create_stream is true. Set create_stream to false, or leave stream_arn out."
  }
}

variable "create_streaming_destination" {
  description = "Has DynamoDB put the table's changes on the stream; with false it does so already, with microseconds. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "retention_hours" {
  description = "How long the stream that is made keeps a change, and so how long a consumer may be down: 24 to 8760. Lambda gives a change up after 168 at most, and keeps its batch. In hours. Default: 168."
  type        = number
  default     = 168
  nullable    = false

  validation {
    condition = (
      floor(var.retention_hours) == var.retention_hours
      && var.retention_hours >= 24
      && var.retention_hours <= 8760
    )
    error_message = "retention_hours is ${try(jsonencode(var.retention_hours), "")}, but must be a whole number from 24 to 8760. Set retention_hours to a number in that range."
  }
}

variable "stream_kms_key_arn" {
  description = "The KMS key of the stream. Default: AWS's key for Kinesis."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.stream_kms_key_arn == null
      ? true
      : can(regex("^arn:[\\w-]+:kms:[\\w-]+:\\d{12}:key/[\\w-]+$", var.stream_kms_key_arn))
    )
    error_message = "stream_kms_key_arn is ${try(jsonencode(var.stream_kms_key_arn), "")}, but must be the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID. Give the key's own ARN, not an alias or an id, or leave it out for AWS's key."
  }
}

variable "bootstrap_function_name" {
  description = "The function that makes the index. Default: name and \"-search-bootstrap\"."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.bootstrap_function_name == null
      ? true
      : (
        length(var.bootstrap_function_name) >= 1
        && length(var.bootstrap_function_name) <= 64
        && can(regex("^[A-Za-z0-9_-]+$", var.bootstrap_function_name))
      )
    )
    error_message = "bootstrap_function_name is ${try(jsonencode(var.bootstrap_function_name), "")}, but must be 1 to 64 characters${try(length(var.bootstrap_function_name) >= 1 && length(var.bootstrap_function_name) <= 64 ? "" : " (it has ${length(var.bootstrap_function_name)})", "")}: letters, digits, \"-\" and \"_\". Choose another bootstrap_function_name."
  }
}

variable "create_collection" {
  description = "Makes the collection, with its encryption and network policies; with false it must be there already, and stays as it is. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "collection_name" {
  description = "The collection, and its encryption, network and data access policies: 3 to 32 lower-case letters, digits and \"-\". Default: name."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.collection_name == null
      ? true
      : (
        length(var.collection_name) >= 3
        && length(var.collection_name) <= 32
        && can(regex("^[a-z][0-9a-z-]+$", var.collection_name))
      )
    )
    error_message = "collection_name is ${try(jsonencode(var.collection_name), "")}, but must be 3 to 32 characters${try(length(var.collection_name) >= 3 && length(var.collection_name) <= 32 ? "" : " (it has ${length(var.collection_name)})", "")}: lower-case letters, digits and \"-\", beginning with a letter. Choose another collection_name."
  }
}

variable "access_policy_name" {
  description = "The data access policy: 3 to 32 lower-case letters, digits and \"-\". Another pipeline's, or the collection's own, has another name. Default: name."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.access_policy_name == null
      ? true
      : (
        length(var.access_policy_name) >= 3
        && length(var.access_policy_name) <= 32
        && can(regex("^[a-z][0-9a-z-]+$", var.access_policy_name))
      )
    )
    error_message = "access_policy_name is ${try(jsonencode(var.access_policy_name), "")}, but must be 3 to 32 characters${try(length(var.access_policy_name) >= 3 && length(var.access_policy_name) <= 32 ? "" : " (it has ${length(var.access_policy_name)})", "")}: lower-case letters, digits and \"-\", beginning with a letter. Choose another access_policy_name."
  }
}

variable "collection_kms_key_arn" {
  description = "The KMS key of the collection. Default: a key that AWS owns."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.collection_kms_key_arn == null
      ? true
      : can(regex("^arn:[\\w-]+:kms:[\\w-]+:\\d{12}:key/[\\w-]+$", var.collection_kms_key_arn))
    )
    error_message = "collection_kms_key_arn is ${try(jsonencode(var.collection_kms_key_arn), "")}, but must be the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID. Give the key's own ARN, not an alias or an id, or leave it out for AWS's key."
  }
}

variable "vpc_endpoint_ids" {
  description = "Serverless VPC endpoints; when given, the API is reached through these only. Default: public, signed."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length([for value in var.vpc_endpoint_ids : value if !can(regex("^vpce-[0-9a-z]+$", value))]) == 0
    error_message = "vpc_endpoint_ids is ${try(jsonencode([for value in var.vpc_endpoint_ids : value if !can(regex("^vpce-[0-9a-z]+$", value))][0]), "")}, but must be ids of OpenSearch Serverless VPC endpoints, vpce-…. Give the ids of endpoints made for OpenSearch Serverless, or leave it out for a public API."
  }
}

variable "public_dashboards" {
  description = "Whether Dashboards opens from the internet; otherwise it does through the VPC endpoints, if there are any. Default: true, or false when VPC endpoints are given."
  type        = bool
  default     = null
  nullable    = true
}

variable "readers" {
  description = "Who may search and open Dashboards: ARNs of IAM roles and users, or saml/… and iamidentitycenter/… principals. IAM principals need aoss:APIAccessAll and aoss:DashboardsAccessAll of their own too. Default: nobody."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length([for value in var.readers : value if !can(regex("^(arn:[^:]+:(iam|sts)::\\d{12}:[^\\s*\"\\\\]+|saml/\\d{12}/[^\\s*\"\\\\]+|iamidentitycenter/[^\\s*\"\\\\]+)$", value))]) == 0
    error_message = "readers is ${try(jsonencode([for value in var.readers : value if !can(regex("^(arn:[^:]+:(iam|sts)::\\d{12}:[^\\s*\"\\\\]+|saml/\\d{12}/[^\\s*\"\\\\]+|iamidentitycenter/[^\\s*\"\\\\]+)$", value))][0]), "")}, but must be ARNs of IAM roles or users, or saml/… or iamidentitycenter/… principals, without wildcards. Name each reader, for example arn:aws:iam::111122223333:role/analyst."
  }
}

variable "standby_replicas" {
  description = "Copies in another Availability Zone; without them it costs half. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "search_endpoint" {
  description = "Another OpenSearch than the collection's: https://…, or http://…. Default: the collection's endpoint."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.search_endpoint == null
      ? true
      : can(regex("^https?://([\\w.-]+|\\[[0-9a-fA-F:.]+\\])(:[0-9]{1,5})?/?$", var.search_endpoint))
    )
    error_message = "search_endpoint is ${try(jsonencode(var.search_endpoint), "")}, but must be a URL without a path: https://HOST or http://HOST:PORT. Give such a URL, or leave it out for the collection's own endpoint."
  }
}

variable "index_name" {
  description = "The index that the documents go to: 1 to 255 characters, none of them upper-case. Default: the table's name in lower case."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.index_name == null
      ? true
      : (
        length(var.index_name) >= 1
        && length(var.index_name) <= 255
        && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", var.index_name))
      )
    )
    error_message = "index_name is ${try(jsonencode(var.index_name), "")}, but must be 1 to 255 characters${try(length(var.index_name) >= 1 && length(var.index_name) <= 255 ? "" : " (it has ${length(var.index_name)})", "")}: no upper-case letters, spaces or any of \" * \\ < > | , / ? # : { }, and no \"-\", \"_\", \"+\" or \".\" at the beginning. Choose another index_name."
  }
}

variable "filter" {
  description = "Which items are indexed: for each attribute named, one of its conditions has to hold. They are those of Lambda's event filters: {\"status\": [\"open\", {\"prefix\": \"re\"}]}. A text of JSON: write it with jsonencode. Default: all items."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.filter == null
      ? true
      : length([for filter in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : filter if !try(length(keys(jsondecode(filter))) > 0, false)]) == 0
    )
    error_message = "filter is ${try(jsonencode(try(jsondecode([for filter in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : filter if !try(length(keys(jsondecode(filter))) > 0, false)][0]), [for filter in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : filter if !try(length(keys(jsondecode(filter))) > 0, false)][0])), "")}, but must be an object of one attribute or more. Give for each attribute a list of conditions, such as {\"status\": [\"open\", {\"exists\": false}]}."
  }

  validation {
    condition = (
      var.filter == null
      ? true
      : length([for part in flatten([for filter in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])]) : part if !try(length(concat(part.value, [])) > 0, false)]) == 0
    )
    error_message = "filter of ${try(jsonencode([for part in flatten([for filter in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])]) : part if !try(length(concat(part.value, [])) > 0, false)][0].attribute), "")} is ${try(jsonencode([for part in flatten([for filter in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])]) : part if !try(length(concat(part.value, [])) > 0, false)][0].value), "")}, but must be a list of one condition or more. Give for each attribute a list of conditions, such as {\"status\": [\"open\", {\"exists\": false}]}."
  }

  validation {
    condition = (
      var.filter == null
      ? true
      : length([for part in flatten([for filter in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])]) : part if !(can(tostring(part.value)) || (try(length(keys(part.value)) == 1, false) && anytrue([try(length(jsonencode(part.value["prefix"])) > 2 && startswith(jsonencode(part.value["prefix"]), "\""), false), try(length(jsonencode(part.value["suffix"])) > 2 && startswith(jsonencode(part.value["suffix"]), "\""), false), try(contains(["true", "false"], jsonencode(part.value["exists"])), false), try(try(length(concat(part.value["anything-but"], [])) > 0, false) && alltrue([for scalar in part.value["anything-but"] : can(tostring(scalar))]), false), try(try(length(concat(part.value["numeric"], [])) > 0, false) && length(part.value["numeric"]) % 2 == 0 && alltrue([for i, part in part.value["numeric"] : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : can(regex("^-?[0-9]", jsonencode(part)))]), false)])))]) == 0
    )
    error_message = "filter of ${try(jsonencode([for part in flatten([for filter in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])]) : part if !(can(tostring(part.value)) || (try(length(keys(part.value)) == 1, false) && anytrue([try(length(jsonencode(part.value["prefix"])) > 2 && startswith(jsonencode(part.value["prefix"]), "\""), false), try(length(jsonencode(part.value["suffix"])) > 2 && startswith(jsonencode(part.value["suffix"]), "\""), false), try(contains(["true", "false"], jsonencode(part.value["exists"])), false), try(try(length(concat(part.value["anything-but"], [])) > 0, false) && alltrue([for scalar in part.value["anything-but"] : can(tostring(scalar))]), false), try(try(length(concat(part.value["numeric"], [])) > 0, false) && length(part.value["numeric"]) % 2 == 0 && alltrue([for i, part in part.value["numeric"] : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : can(regex("^-?[0-9]", jsonencode(part)))]), false)])))][0].attribute), "")} is ${try(jsonencode([for part in flatten([for filter in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])]) : part if !(can(tostring(part.value)) || (try(length(keys(part.value)) == 1, false) && anytrue([try(length(jsonencode(part.value["prefix"])) > 2 && startswith(jsonencode(part.value["prefix"]), "\""), false), try(length(jsonencode(part.value["suffix"])) > 2 && startswith(jsonencode(part.value["suffix"]), "\""), false), try(contains(["true", "false"], jsonencode(part.value["exists"])), false), try(try(length(concat(part.value["anything-but"], [])) > 0, false) && alltrue([for scalar in part.value["anything-but"] : can(tostring(scalar))]), false), try(try(length(concat(part.value["numeric"], [])) > 0, false) && length(part.value["numeric"]) % 2 == 0 && alltrue([for i, part in part.value["numeric"] : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : can(regex("^-?[0-9]", jsonencode(part)))]), false)])))][0].value), "")}, but must be a string, a number, true, false, null, {\"prefix\": \"…\"}, {\"suffix\": \"…\"}, {\"anything-but\": […]}, {\"numeric\": [\"<\", 1, …]} or {\"exists\": true or false}. Give for each attribute a list of conditions, such as {\"status\": [\"open\", {\"exists\": false}]}."
  }

  validation {
    condition = (
      var.filter == null
      ? true
      : length([for value in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : value if var.function_zip != null]) == 0
    )
    error_message = "filter is ${try(jsonencode(try(jsondecode([for value in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : value if var.function_zip != null][0]), [for value in [for route in [{ filter = var.filter }] : route.filter if route.filter != null] : value if var.function_zip != null][0])), "")}, but must be left out when function_zip is given. Let the transform do what filter does."
  }
}

variable "include" {
  description = "The attributes that documents have, and no others. Default: all attributes."
  type        = list(string)
  default     = null
  nullable    = true

  validation {
    condition = (
      var.include == null
      ? true
      : length([for names in [for route in [{ include = var.include }] : route.include if route.include != null] : names if !(length(names) > 0 && alltrue([for name in names : try(length(name) > 0, false)]) && length(distinct(names)) == length(names))]) == 0
    )
    error_message = "include is ${try(jsonencode([for names in [for route in [{ include = var.include }] : route.include if route.include != null] : names if !(length(names) > 0 && alltrue([for name in names : try(length(name) > 0, false)]) && length(distinct(names)) == length(names))][0]), "")}, but must be a list of attributes' names, each once. Name the attributes of the item's root, or leave include out."
  }

  validation {
    condition = (
      var.include == null
      ? true
      : length([for value in [for route in [{ include = var.include }] : route.include if route.include != null] : value if var.function_zip != null]) == 0
    )
    error_message = "include is ${try(jsonencode(try(jsondecode([for value in [for route in [{ include = var.include }] : route.include if route.include != null] : value if var.function_zip != null][0]), [for value in [for route in [{ include = var.include }] : route.include if route.include != null] : value if var.function_zip != null][0])), "")}, but must be left out when function_zip is given. Let the transform do what include does."
  }
}

variable "exclude" {
  description = "The attributes that documents lack; not together with include. Default: none."
  type        = list(string)
  default     = null
  nullable    = true

  validation {
    condition = (
      var.exclude == null
      ? true
      : length([for names in [for route in [{ exclude = var.exclude }] : route.exclude if route.exclude != null] : names if !(length(names) > 0 && alltrue([for name in names : try(length(name) > 0, false)]) && length(distinct(names)) == length(names))]) == 0
    )
    error_message = "exclude is ${try(jsonencode([for names in [for route in [{ exclude = var.exclude }] : route.exclude if route.exclude != null] : names if !(length(names) > 0 && alltrue([for name in names : try(length(name) > 0, false)]) && length(distinct(names)) == length(names))][0]), "")}, but must be a list of attributes' names, each once. Name the attributes of the item's root, or leave exclude out."
  }

  validation {
    condition = (
      var.exclude == null
      ? true
      : length([for route in [{ include = var.include, exclude = var.exclude }] : route.exclude if route.include != null && route.exclude != null]) == 0
    )
    error_message = "exclude is ${try(jsonencode([for route in [{ include = var.include, exclude = var.exclude }] : route.exclude if route.include != null && route.exclude != null][0]), "")}, but must be left out when include is given. Give one of the two."
  }

  validation {
    condition = (
      var.exclude == null
      ? true
      : length([for value in [for route in [{ exclude = var.exclude }] : route.exclude if route.exclude != null] : value if var.function_zip != null]) == 0
    )
    error_message = "exclude is ${try(jsonencode(try(jsondecode([for value in [for route in [{ exclude = var.exclude }] : route.exclude if route.exclude != null] : value if var.function_zip != null][0]), [for value in [for route in [{ exclude = var.exclude }] : route.exclude if route.exclude != null] : value if var.function_zip != null][0])), "")}, but must be left out when function_zip is given. Let the transform do what exclude does."
  }
}

variable "rename" {
  description = "Names that attributes get in documents, by those that they have in the table. Default: none."
  type        = map(string)
  default     = null
  nullable    = true

  validation {
    condition = (
      var.rename == null
      ? true
      : length([for name in flatten([for route in [{ rename = var.rename }] : try(values(route.rename), [])]) : name if !(can(regex("^[^_.%][^.%]*$", name)) && can(regex("[^\\s\\p{Z}\\p{Cc}\\x{FEFF}]", name)))]) == 0
    )
    error_message = "rename is ${try(jsonencode([for name in flatten([for route in [{ rename = var.rename }] : try(values(route.rename), [])]) : name if !(can(regex("^[^_.%][^.%]*$", name)) && can(regex("[^\\s\\p{Z}\\p{Cc}\\x{FEFF}]", name)))][0]), "")}, but must be to names of fields: without '.' and '%', not blank, not beginning with '_'. Take another new name."
  }

  validation {
    condition = (
      var.rename == null
      ? true
      : length(flatten([for route in [{ rename = var.rename }] : try([for i, name in values(route.rename) : name if index(values(route.rename), name) != i], [])])) == 0
    )
    error_message = "rename is ${try(jsonencode(flatten([for route in [{ rename = var.rename }] : try([for i, name in values(route.rename) : name if index(values(route.rename), name) != i], [])])[0]), "")}, but must be to another name for each attribute. Take another new name."
  }

  validation {
    condition = (
      var.rename == null
      ? true
      : length(flatten([for route in [{ include = var.include, exclude = var.exclude, rename = var.rename }] : try([for name in keys(route.rename) : name if contains(coalesce(route.exclude, []), name) || !contains(coalesce(route.include, [name]), name)], [])])) == 0
    )
    error_message = "rename is ${try(jsonencode(flatten([for route in [{ include = var.include, exclude = var.exclude, rename = var.rename }] : try([for name in keys(route.rename) : name if contains(coalesce(route.exclude, []), name) || !contains(coalesce(route.include, [name]), name)], [])])[0]), "")}, but must be of attributes that documents have. Do not exclude \"${try(flatten([for route in [{ include = var.include, exclude = var.exclude, rename = var.rename }] : try([for name in keys(route.rename) : name if contains(coalesce(route.exclude, []), name) || !contains(coalesce(route.include, [name]), name)], [])])[0], "")}\", or include it, or leave it out of rename."
  }

  validation {
    condition = (
      var.rename == null
      ? true
      : length(flatten([for route in [{ include = var.include, rename = var.rename }] : try([for name in values(route.rename) : name if contains(coalesce(route.include, []), name) && !contains(keys(route.rename), name)], [])])) == 0
    )
    error_message = "rename is ${try(jsonencode(flatten([for route in [{ include = var.include, rename = var.rename }] : try([for name in values(route.rename) : name if contains(coalesce(route.include, []), name) && !contains(keys(route.rename), name)], [])])[0]), "")}, but must be to names that no other included attribute has. Take another new name, or leave \"${try(flatten([for route in [{ include = var.include, rename = var.rename }] : try([for name in values(route.rename) : name if contains(coalesce(route.include, []), name) && !contains(keys(route.rename), name)], [])])[0], "")}\" out of include."
  }

  validation {
    condition = (
      var.rename == null
      ? true
      : length([for value in [for route in [{ rename = var.rename }] : route.rename if route.rename != null] : value if var.function_zip != null]) == 0
    )
    error_message = "rename is ${try(jsonencode(try(jsondecode([for value in [for route in [{ rename = var.rename }] : route.rename if route.rename != null] : value if var.function_zip != null][0]), [for value in [for route in [{ rename = var.rename }] : route.rename if route.rename != null] : value if var.function_zip != null][0])), "")}, but must be left out when function_zip is given. Let the transform do what rename does."
  }
}

variable "mappings" {
  description = "The mappings of indices, as OpenSearch takes them. A text of JSON: write it with jsonencode. Default: local.default_mappings, which refuse no ordinary item."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.mappings == null
      ? true
      : length([for value in [for route in [{ mappings = var.mappings }] : route.mappings if route.mappings != null] : value if !can(keys(jsondecode(value)))]) == 0
    )
    error_message = "mappings is ${try(jsonencode(try(jsondecode([for value in [for route in [{ mappings = var.mappings }] : route.mappings if route.mappings != null] : value if !can(keys(jsondecode(value)))][0]), [for value in [for route in [{ mappings = var.mappings }] : route.mappings if route.mappings != null] : value if !can(keys(jsondecode(value)))][0])), "")}, but must be an object, as OpenSearch takes it. Give an object, or leave mappings out."
  }

  validation {
    condition = (
      var.mappings == null
      ? true
      : length([for value in [for route in [{ mappings = var.mappings }] : route.mappings if route.mappings != null] : value if var.soft_delete && value != null && !try(jsondecode(value).properties._cdc.properties.id.type == "keyword" && jsondecode(value).properties._cdc.properties.at.type == "long" && jsondecode(value).properties._cdc.properties.deleted.type == "boolean", false)]) == 0
    )
    error_message = "mappings is ${try(jsonencode({ properties = try({ _cdc = jsondecode([for value in [for route in [{ mappings = var.mappings }] : route.mappings if route.mappings != null] : value if var.soft_delete && value != null && !try(jsondecode(value).properties._cdc.properties.id.type == "keyword" && jsondecode(value).properties._cdc.properties.at.type == "long" && jsondecode(value).properties._cdc.properties.deleted.type == "boolean", false)][0]).properties._cdc }, {}) }), "")}, but must be one that has, with soft_delete, {\"id\":{\"type\":\"keyword\"},\"at\":{\"type\":\"long\"},\"deleted\":{\"type\":\"boolean\"}} in properties._cdc.properties. Add these fields there, or leave mappings out."
  }
}

variable "settings" {
  description = "The settings of indices; those that Serverless refuses are left out, with a warning. A text of JSON: write it with jsonencode. Default: local.default_settings."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.settings == null
      ? true
      : length([for value in [for route in [{ settings = var.settings }] : route.settings if route.settings != null] : value if !can(keys(jsondecode(value)))]) == 0
    )
    error_message = "settings is ${try(jsonencode(try(jsondecode([for value in [for route in [{ settings = var.settings }] : route.settings if route.settings != null] : value if !can(keys(jsondecode(value)))][0]), [for value in [for route in [{ settings = var.settings }] : route.settings if route.settings != null] : value if !can(keys(jsondecode(value)))][0])), "")}, but must be an object, as OpenSearch takes it. Give an object, or leave settings out."
  }
}

variable "routes" {
  description = "Several indices, or a single-table design's kinds of items each in its own: a list of index_name, and of it filter, include, exclude, rename, mappings, settings, live_alias_name. Of a route, filter, mappings and settings are texts of JSON: write them with jsonencode. Terraform drops members of other names. Default: all items to index_name."
  type = list(object({
    index_name      = string
    filter          = optional(string)
    include         = optional(list(string))
    exclude         = optional(list(string))
    rename          = optional(map(string))
    mappings        = optional(string)
    settings        = optional(string)
    live_alias_name = optional(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for route in var.routes : try(route.index_name != null, false)])
    error_message = "routes is ${try(jsonencode(var.routes), "")}, but must be a list of objects that have an index_name each. Leave null out."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? (
        length(var.routes) > 0
        || var.index_name != null
        || (length(lower(var.table_name)) >= 1 && length(lower(var.table_name)) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", lower(var.table_name))))
      )
      : true
    )
    error_message = "index_name is ${try(jsonencode(lower(var.table_name)), "")}, but must be 1 to 255 characters${try(length(lower(var.table_name)) >= 1 && length(lower(var.table_name)) <= 255 ? "" : " (it has ${length(lower(var.table_name))})", "")}: no upper-case letters, spaces or any of \" * \\ < > | , / ? # : { }, and no \"-\", \"_\", \"+\" or \".\" at the beginning. Choose another index_name."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for value in var.routes[*].index_name : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))]) == 0
      : true
    )
    error_message = "index_name is ${try(jsonencode([for value in var.routes[*].index_name : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))][0]), "")}, but must be 1 to 255 characters${try(length([for value in var.routes[*].index_name : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))][0]) >= 1 && length([for value in var.routes[*].index_name : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))][0]) <= 255 ? "" : " (it has ${length([for value in var.routes[*].index_name : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))][0])})", "")}: no upper-case letters, spaces or any of \" * \\ < > | , / ? # : { }, and no \"-\", \"_\", \"+\" or \".\" at the beginning. Choose another index_name."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for i, name in var.routes[*].index_name : name if index(var.routes[*].index_name, name) != i]) == 0
      : true
    )
    error_message = "index_name is ${try(jsonencode([for i, name in var.routes[*].index_name : name if index(var.routes[*].index_name, name) != i][0]), "")}, but must be of another name for each index. Join the routes of one index into one, or name another index."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for value in [for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), live_alias_name = null }]) : coalesce(route.live_alias_name, var.live_alias_name, "${route.index_name}-live") if var.soft_delete] : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))]) == 0
      : true
    )
    error_message = "live_alias_name is ${try(jsonencode([for value in [for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), live_alias_name = null }]) : coalesce(route.live_alias_name, var.live_alias_name, "${route.index_name}-live") if var.soft_delete] : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))][0]), "")}, but must be 1 to 255 characters${try(length([for value in [for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), live_alias_name = null }]) : coalesce(route.live_alias_name, var.live_alias_name, "${route.index_name}-live") if var.soft_delete] : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))][0]) >= 1 && length([for value in [for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), live_alias_name = null }]) : coalesce(route.live_alias_name, var.live_alias_name, "${route.index_name}-live") if var.soft_delete] : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))][0]) <= 255 ? "" : " (it has ${length([for value in [for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), live_alias_name = null }]) : coalesce(route.live_alias_name, var.live_alias_name, "${route.index_name}-live") if var.soft_delete] : value if !(length(value) >= 1 && length(value) <= 255 && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", value)))][0])})", "")}: no upper-case letters, spaces or any of \" * \\ < > | , / ? # : { }, and no \"-\", \"_\", \"+\" or \".\" at the beginning. Choose another live_alias_name."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for alias in [for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), live_alias_name = null }]) : coalesce(route.live_alias_name, var.live_alias_name, "${route.index_name}-live") if var.soft_delete] : alias if contains(concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), live_alias_name = null }])[*].index_name, alias)]) == 0
      : true
    )
    error_message = "live_alias_name is ${try(jsonencode([for alias in [for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), live_alias_name = null }]) : coalesce(route.live_alias_name, var.live_alias_name, "${route.index_name}-live") if var.soft_delete] : alias if contains(concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), live_alias_name = null }])[*].index_name, alias)][0]), "")}, but must be another name than that of an index. Choose another live_alias_name, or leave it out."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for filter in [for route in var.routes : route.filter if route.filter != null] : filter if !try(length(keys(jsondecode(filter))) > 0, false)]) == 0
      : true
    )
    error_message = "filter is ${try(jsonencode(try(jsondecode([for filter in [for route in var.routes : route.filter if route.filter != null] : filter if !try(length(keys(jsondecode(filter))) > 0, false)][0]), [for filter in [for route in var.routes : route.filter if route.filter != null] : filter if !try(length(keys(jsondecode(filter))) > 0, false)][0])), "")}, but must be an object of one attribute or more. Give for each attribute a list of conditions, such as {\"status\": [\"open\", {\"exists\": false}]}."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for part in flatten([for filter in [for route in var.routes : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])]) : part if !try(length(concat(part.value, [])) > 0, false)]) == 0
      : true
    )
    error_message = "filter of ${try(jsonencode([for part in flatten([for filter in [for route in var.routes : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])]) : part if !try(length(concat(part.value, [])) > 0, false)][0].attribute), "")} is ${try(jsonencode([for part in flatten([for filter in [for route in var.routes : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])]) : part if !try(length(concat(part.value, [])) > 0, false)][0].value), "")}, but must be a list of one condition or more. Give for each attribute a list of conditions, such as {\"status\": [\"open\", {\"exists\": false}]}."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for part in flatten([for filter in [for route in var.routes : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])]) : part if !(can(tostring(part.value)) || (try(length(keys(part.value)) == 1, false) && anytrue([try(length(jsonencode(part.value["prefix"])) > 2 && startswith(jsonencode(part.value["prefix"]), "\""), false), try(length(jsonencode(part.value["suffix"])) > 2 && startswith(jsonencode(part.value["suffix"]), "\""), false), try(contains(["true", "false"], jsonencode(part.value["exists"])), false), try(try(length(concat(part.value["anything-but"], [])) > 0, false) && alltrue([for scalar in part.value["anything-but"] : can(tostring(scalar))]), false), try(try(length(concat(part.value["numeric"], [])) > 0, false) && length(part.value["numeric"]) % 2 == 0 && alltrue([for i, part in part.value["numeric"] : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : can(regex("^-?[0-9]", jsonencode(part)))]), false)])))]) == 0
      : true
    )
    error_message = "filter of ${try(jsonencode([for part in flatten([for filter in [for route in var.routes : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])]) : part if !(can(tostring(part.value)) || (try(length(keys(part.value)) == 1, false) && anytrue([try(length(jsonencode(part.value["prefix"])) > 2 && startswith(jsonencode(part.value["prefix"]), "\""), false), try(length(jsonencode(part.value["suffix"])) > 2 && startswith(jsonencode(part.value["suffix"]), "\""), false), try(contains(["true", "false"], jsonencode(part.value["exists"])), false), try(try(length(concat(part.value["anything-but"], [])) > 0, false) && alltrue([for scalar in part.value["anything-but"] : can(tostring(scalar))]), false), try(try(length(concat(part.value["numeric"], [])) > 0, false) && length(part.value["numeric"]) % 2 == 0 && alltrue([for i, part in part.value["numeric"] : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : can(regex("^-?[0-9]", jsonencode(part)))]), false)])))][0].attribute), "")} is ${try(jsonencode([for part in flatten([for filter in [for route in var.routes : route.filter if route.filter != null] : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])]) : part if !(can(tostring(part.value)) || (try(length(keys(part.value)) == 1, false) && anytrue([try(length(jsonencode(part.value["prefix"])) > 2 && startswith(jsonencode(part.value["prefix"]), "\""), false), try(length(jsonencode(part.value["suffix"])) > 2 && startswith(jsonencode(part.value["suffix"]), "\""), false), try(contains(["true", "false"], jsonencode(part.value["exists"])), false), try(try(length(concat(part.value["anything-but"], [])) > 0, false) && alltrue([for scalar in part.value["anything-but"] : can(tostring(scalar))]), false), try(try(length(concat(part.value["numeric"], [])) > 0, false) && length(part.value["numeric"]) % 2 == 0 && alltrue([for i, part in part.value["numeric"] : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : can(regex("^-?[0-9]", jsonencode(part)))]), false)])))][0].value), "")}, but must be a string, a number, true, false, null, {\"prefix\": \"…\"}, {\"suffix\": \"…\"}, {\"anything-but\": […]}, {\"numeric\": [\"<\", 1, …]} or {\"exists\": true or false}. Give for each attribute a list of conditions, such as {\"status\": [\"open\", {\"exists\": false}]}."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for names in [for route in var.routes : route.include if route.include != null] : names if !(length(names) > 0 && alltrue([for name in names : try(length(name) > 0, false)]) && length(distinct(names)) == length(names))]) == 0
      : true
    )
    error_message = "include is ${try(jsonencode([for names in [for route in var.routes : route.include if route.include != null] : names if !(length(names) > 0 && alltrue([for name in names : try(length(name) > 0, false)]) && length(distinct(names)) == length(names))][0]), "")}, but must be a list of attributes' names, each once. Name the attributes of the item's root, or leave include out."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for names in [for route in var.routes : route.exclude if route.exclude != null] : names if !(length(names) > 0 && alltrue([for name in names : try(length(name) > 0, false)]) && length(distinct(names)) == length(names))]) == 0
      : true
    )
    error_message = "exclude is ${try(jsonencode([for names in [for route in var.routes : route.exclude if route.exclude != null] : names if !(length(names) > 0 && alltrue([for name in names : try(length(name) > 0, false)]) && length(distinct(names)) == length(names))][0]), "")}, but must be a list of attributes' names, each once. Name the attributes of the item's root, or leave exclude out."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for route in var.routes : route.exclude if route.include != null && route.exclude != null]) == 0
      : true
    )
    error_message = "exclude is ${try(jsonencode([for route in var.routes : route.exclude if route.include != null && route.exclude != null][0]), "")}, but must be left out when include is given. Give one of the two."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for name in flatten([for route in var.routes : try(values(route.rename), [])]) : name if !(can(regex("^[^_.%][^.%]*$", name)) && can(regex("[^\\s\\p{Z}\\p{Cc}\\x{FEFF}]", name)))]) == 0
      : true
    )
    error_message = "rename is ${try(jsonencode([for name in flatten([for route in var.routes : try(values(route.rename), [])]) : name if !(can(regex("^[^_.%][^.%]*$", name)) && can(regex("[^\\s\\p{Z}\\p{Cc}\\x{FEFF}]", name)))][0]), "")}, but must be to names of fields: without '.' and '%', not blank, not beginning with '_'. Take another new name."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length(flatten([for route in var.routes : try([for i, name in values(route.rename) : name if index(values(route.rename), name) != i], [])])) == 0
      : true
    )
    error_message = "rename is ${try(jsonencode(flatten([for route in var.routes : try([for i, name in values(route.rename) : name if index(values(route.rename), name) != i], [])])[0]), "")}, but must be to another name for each attribute. Take another new name."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length(flatten([for route in var.routes : try([for name in keys(route.rename) : name if contains(coalesce(route.exclude, []), name) || !contains(coalesce(route.include, [name]), name)], [])])) == 0
      : true
    )
    error_message = "rename is ${try(jsonencode(flatten([for route in var.routes : try([for name in keys(route.rename) : name if contains(coalesce(route.exclude, []), name) || !contains(coalesce(route.include, [name]), name)], [])])[0]), "")}, but must be of attributes that documents have. Do not exclude \"${try(flatten([for route in var.routes : try([for name in keys(route.rename) : name if contains(coalesce(route.exclude, []), name) || !contains(coalesce(route.include, [name]), name)], [])])[0], "")}\", or include it, or leave it out of rename."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length(flatten([for route in var.routes : try([for name in values(route.rename) : name if contains(coalesce(route.include, []), name) && !contains(keys(route.rename), name)], [])])) == 0
      : true
    )
    error_message = "rename is ${try(jsonencode(flatten([for route in var.routes : try([for name in values(route.rename) : name if contains(coalesce(route.include, []), name) && !contains(keys(route.rename), name)], [])])[0]), "")}, but must be to names that no other included attribute has. Take another new name, or leave \"${try(flatten([for route in var.routes : try([for name in values(route.rename) : name if contains(coalesce(route.include, []), name) && !contains(keys(route.rename), name)], [])])[0], "")}\" out of include."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for value in [for route in var.routes : route.mappings if route.mappings != null] : value if !can(keys(jsondecode(value)))]) == 0
      : true
    )
    error_message = "mappings is ${try(jsonencode(try(jsondecode([for value in [for route in var.routes : route.mappings if route.mappings != null] : value if !can(keys(jsondecode(value)))][0]), [for value in [for route in var.routes : route.mappings if route.mappings != null] : value if !can(keys(jsondecode(value)))][0])), "")}, but must be an object, as OpenSearch takes it. Give an object, or leave mappings out."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for value in [for route in var.routes : route.settings if route.settings != null] : value if !can(keys(jsondecode(value)))]) == 0
      : true
    )
    error_message = "settings is ${try(jsonencode(try(jsondecode([for value in [for route in var.routes : route.settings if route.settings != null] : value if !can(keys(jsondecode(value)))][0]), [for value in [for route in var.routes : route.settings if route.settings != null] : value if !can(keys(jsondecode(value)))][0])), "")}, but must be an object, as OpenSearch takes it. Give an object, or leave settings out."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for value in [for route in var.routes : route.mappings if route.mappings != null] : value if var.soft_delete && value != null && !try(jsondecode(value).properties._cdc.properties.id.type == "keyword" && jsondecode(value).properties._cdc.properties.at.type == "long" && jsondecode(value).properties._cdc.properties.deleted.type == "boolean", false)]) == 0
      : true
    )
    error_message = "mappings is ${try(jsonencode({ properties = try({ _cdc = jsondecode([for value in [for route in var.routes : route.mappings if route.mappings != null] : value if var.soft_delete && value != null && !try(jsondecode(value).properties._cdc.properties.id.type == "keyword" && jsondecode(value).properties._cdc.properties.at.type == "long" && jsondecode(value).properties._cdc.properties.deleted.type == "boolean", false)][0]).properties._cdc }, {}) }), "")}, but must be one that has, with soft_delete, {\"id\":{\"type\":\"keyword\"},\"at\":{\"type\":\"long\"},\"deleted\":{\"type\":\"boolean\"}} in properties._cdc.properties. Add these fields there, or leave mappings out."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for value in [for route in var.routes : route.filter if route.filter != null] : value if var.function_zip != null]) == 0
      : true
    )
    error_message = "filter is ${try(jsonencode(try(jsondecode([for value in [for route in var.routes : route.filter if route.filter != null] : value if var.function_zip != null][0]), [for value in [for route in var.routes : route.filter if route.filter != null] : value if var.function_zip != null][0])), "")}, but must be left out when function_zip is given. Let the transform do what filter does."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for value in [for route in var.routes : route.include if route.include != null] : value if var.function_zip != null]) == 0
      : true
    )
    error_message = "include is ${try(jsonencode(try(jsondecode([for value in [for route in var.routes : route.include if route.include != null] : value if var.function_zip != null][0]), [for value in [for route in var.routes : route.include if route.include != null] : value if var.function_zip != null][0])), "")}, but must be left out when function_zip is given. Let the transform do what include does."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for value in [for route in var.routes : route.exclude if route.exclude != null] : value if var.function_zip != null]) == 0
      : true
    )
    error_message = "exclude is ${try(jsonencode(try(jsondecode([for value in [for route in var.routes : route.exclude if route.exclude != null] : value if var.function_zip != null][0]), [for value in [for route in var.routes : route.exclude if route.exclude != null] : value if var.function_zip != null][0])), "")}, but must be left out when function_zip is given. Let the transform do what exclude does."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length([for value in [for route in var.routes : route.rename if route.rename != null] : value if var.function_zip != null]) == 0
      : true
    )
    error_message = "rename is ${try(jsonencode(try(jsondecode([for value in [for route in var.routes : route.rename if route.rename != null] : value if var.function_zip != null][0]), [for value in [for route in var.routes : route.rename if route.rename != null] : value if var.function_zip != null][0])), "")}, but must be left out when function_zip is given. Let the transform do what rename does."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length(var.routes) == 0 || var.filter == null
      : true
    )
    error_message = "filter is ${try(jsonencode(try(jsondecode(var.filter), var.filter)), "")}, but must be left out when routes are given. Give filter to the route that it is for."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length(var.routes) == 0 || var.include == null
      : true
    )
    error_message = "include is ${try(jsonencode(try(jsondecode(var.include), var.include)), "")}, but must be left out when routes are given. Give include to the route that it is for."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length(var.routes) == 0 || var.exclude == null
      : true
    )
    error_message = "exclude is ${try(jsonencode(try(jsondecode(var.exclude), var.exclude)), "")}, but must be left out when routes are given. Give exclude to the route that it is for."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length(var.routes) == 0 || var.rename == null
      : true
    )
    error_message = "rename is ${try(jsonencode(try(jsondecode(var.rename), var.rename)), "")}, but must be left out when routes are given. Give rename to the route that it is for."
  }

  validation {
    condition = (
      alltrue([for route in var.routes : try(route.index_name != null, false)])
      ? length(base64encode(jsonencode([for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), filter = var.filter, include = var.include, exclude = var.exclude, rename = var.rename }]) : { for name, value in { index = route.index_name, filter = try(jsondecode(route.filter), null), include = route.include, exclude = route.exclude, rename = route.rename } : name => value if value != null }]))) / 4 * 3 - length(regexall("=", base64encode(jsonencode([for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), filter = var.filter, include = var.include, exclude = var.exclude, rename = var.rename }]) : { for name, value in { index = route.index_name, filter = try(jsondecode(route.filter), null), include = route.include, exclude = route.exclude, rename = route.rename } : name => value if value != null }])))) <= 3072
      : true
    )
    error_message = "routes is ${try(jsonencode("${length(base64encode(jsonencode([for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), filter = var.filter, include = var.include, exclude = var.exclude, rename = var.rename }]) : { for name, value in { index = route.index_name, filter = try(jsondecode(route.filter), null), include = route.include, exclude = route.exclude, rename = route.rename } : name => value if value != null }]))) / 4 * 3 - length(regexall("=", base64encode(jsonencode([for route in concat(var.routes, length(var.routes) > 0 ? [] : [{ index_name = coalesce(var.index_name, lower(var.table_name)), filter = var.filter, include = var.include, exclude = var.exclude, rename = var.rename }]) : { for name, value in { index = route.index_name, filter = try(jsondecode(route.filter), null), include = route.include, exclude = route.exclude, rename = route.rename } : name => value if value != null }]))))} bytes of JSON"), "")}, but must be at most 3072 bytes, since Lambda's environment holds 4096 in all. Give fewer or shorter routes, or a transform, which is part of the code."
  }
}

variable "mark_refused" {
  description = "Puts a marker in the place of a document that the index refuses, so that no search finds its older version. Without, the older version stays. Default: true."
  type        = bool
  default     = true
  nullable    = false
}

variable "soft_delete" {
  description = "Leaves a tombstone in the place of a deleted item's document, so that no older write brings the item back however late it comes. Search the alias live_alias_name, which hides the tombstones. Default: false."
  type        = bool
  default     = false
  nullable    = false
}

variable "live_alias_name" {
  description = "With soft_delete only: the alias that hides the tombstones; indices may share one. Default: the index's name and \"-live\"."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.live_alias_name == null
      ? true
      : (
        length(var.live_alias_name) >= 1
        && length(var.live_alias_name) <= 255
        && can(regex("^[^-_+.A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}][^A-Z\\s\\p{Z}\\p{Cc}\\x{FEFF}\"*\\\\<>|,/?#:{}]*$", var.live_alias_name))
      )
    )
    error_message = "live_alias_name is ${try(jsonencode(var.live_alias_name), "")}, but must be 1 to 255 characters${try(length(var.live_alias_name) >= 1 && length(var.live_alias_name) <= 255 ? "" : " (it has ${length(var.live_alias_name)})", "")}: no upper-case letters, spaces or any of \" * \\ < > | , / ? # : { }, and no \"-\", \"_\", \"+\" or \".\" at the beginning. Choose another live_alias_name."
  }
}

variable "sweeper_function_name" {
  description = "With soft_delete only: removes old tombstones. Default: name and \"-search-sweeper\"."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.sweeper_function_name == null
      ? true
      : (
        length(var.sweeper_function_name) >= 1
        && length(var.sweeper_function_name) <= 64
        && can(regex("^[A-Za-z0-9_-]+$", var.sweeper_function_name))
      )
    )
    error_message = "sweeper_function_name is ${try(jsonencode(var.sweeper_function_name), "")}, but must be 1 to 64 characters${try(length(var.sweeper_function_name) >= 1 && length(var.sweeper_function_name) <= 64 ? "" : " (it has ${length(var.sweeper_function_name)})", "")}: letters, digits, \"-\" and \"_\". Choose another sweeper_function_name."
  }
}

variable "tombstone_retention_hours" {
  description = "With soft_delete only: how long a deleted item's tombstone is kept: from 192 more than the stream's retention to 87600. A change that is older when it is written may bring the item back. In hours. Default: 192 more than the stream's retention."
  type        = number
  default     = null
  nullable    = true

  validation {
    condition = (
      var.tombstone_retention_hours == null
      ? true
      : (
        floor(var.tombstone_retention_hours) == var.tombstone_retention_hours
        && var.tombstone_retention_hours >= (var.create_stream ? var.retention_hours : 24) + 192
        && var.tombstone_retention_hours <= 87600
      )
    )
    error_message = "tombstone_retention_hours is ${try(jsonencode(var.tombstone_retention_hours), "")}, but must be a whole number from ${(var.create_stream ? var.retention_hours : 24) + 192} to 87600. Keep it at least 192 above retention_hours, or a late change brings a deleted item back; or lower retention_hours."
  }
}

variable "sweep_interval_hours" {
  description = "With soft_delete only: how often old tombstones are removed: each 1 to 720 hours. In hours. Default: 24."
  type        = number
  default     = 24
  nullable    = false

  validation {
    condition = (
      floor(var.sweep_interval_hours) == var.sweep_interval_hours
      && var.sweep_interval_hours >= 1
      && var.sweep_interval_hours <= 720
    )
    error_message = "sweep_interval_hours is ${try(jsonencode(var.sweep_interval_hours), "")}, but must be a whole number from 1 to 720. Set sweep_interval_hours to a number in that range."
  }
}

variable "function_name" {
  description = "The function that writes the changes to the index. Default: name and \"-search-indexer\"."
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
  description = "The path of a zip to run in place of the function's own: one that dynamodb-cdc function-zip search-indexer wrote, with a transform in it. Default: the function's own zip."
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
        && var.maximum_record_age_in_seconds <= min(604800, (var.create_stream ? var.retention_hours : 8760) * 3600 - 1)
      )
    )
    error_message = "maximum_record_age_in_seconds is ${try(jsonencode(var.maximum_record_age_in_seconds), "")}, but must be a whole number from 60 to ${min(604800, (var.create_stream ? var.retention_hours : 8760) * 3600 - 1)}. Keep it under the retention of the stream, or a change that fails for long is lost before Lambda keeps it; or raise retention_hours."
  }
}

variable "starting_position" {
  description = "The oldest change in the stream, the next one, or, of Kinesis, the first one at a time. One of TRIM_HORIZON, LATEST, AT_TIMESTAMP. Default: TRIM_HORIZON."
  type        = string
  default     = "TRIM_HORIZON"
  nullable    = false

  validation {
    condition     = contains(["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"], var.starting_position)
    error_message = "starting_position is ${try(jsonencode(var.starting_position), "")}, but must be one of TRIM_HORIZON, LATEST, AT_TIMESTAMP. Set starting_position to one of these."
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

variable "starting_position_timestamp" {
  description = "With AT_TIMESTAMP only: RFC 3339, for example 2026-01-31T12:00:00Z. Default: none."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.starting_position_timestamp == null
      ? true
      : var.starting_position == "AT_TIMESTAMP"
    )
    error_message = "starting_position_timestamp is ${try(jsonencode(var.starting_position_timestamp), "")}, but must be left out when starting_position is ${var.starting_position}. Leave it out, or set starting_position to AT_TIMESTAMP."
  }

  validation {
    condition = (
      var.starting_position != "AT_TIMESTAMP"
      || (can(regex("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$", var.starting_position_timestamp)) && can(timeadd(var.starting_position_timestamp, "0s")))
    )
    error_message = "starting_position_timestamp is ${var.starting_position_timestamp == null ? "missing" : try(jsonencode(var.starting_position_timestamp), "")}, but must be a time in RFC 3339, since starting_position is AT_TIMESTAMP. Set it to a time such as 2026-01-31T12:00:00Z."
  }
}

variable "enhanced_fan_out" {
  description = "Of Kinesis only: reads at 2 MB/s a shard of its own, pushed, at a price. Default: false: shares it with other consumers."
  type        = bool
  default     = false
  nullable    = false
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
  access_policy_name      = coalesce(var.access_policy_name, var.name)
  bootstrap_function_name = coalesce(var.bootstrap_function_name, "${var.name}-search-bootstrap")
  collection_name         = coalesce(var.collection_name, var.name)
  function_name           = coalesce(var.function_name, "${var.name}-search-indexer")
  stream_name             = coalesce(var.stream_name, "${var.name}-changes")
  sweeper_function_name   = coalesce(var.sweeper_function_name, "${var.name}-search-sweeper")

  default_mappings = jsonencode({
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
  })

  default_settings = jsonencode({
    "index.mapping.ignore_malformed"   = true
    "index.mapping.depth.limit"        = 100
    "index.mapping.total_fields.limit" = 5000
  })

  indexed = (
    length(var.routes) > 0
    ? var.routes
    : [{
      index_name      = coalesce(var.index_name, lower(var.table_name))
      filter          = var.filter
      include         = var.include
      exclude         = var.exclude
      rename          = var.rename
      mappings        = null
      settings        = null
      live_alias_name = null
    }]
  )

  routes = [
    for route in local.indexed : merge(route, {
      mappings = coalesce(route.mappings, var.mappings, local.default_mappings)
      settings = coalesce(route.settings, var.settings, local.default_settings)
      live_alias_name = coalesce(
        route.live_alias_name,
        var.live_alias_name,
        "${route.index_name}-live"
      )
    })
  ]
}

resource "aws_cloudwatch_event_rule" "sweeper_schedule" {
  count = var.soft_delete ? 1 : 0

  name                = local.sweeper_function_name
  description         = "When old tombstones of the table ${var.create_table ? aws_dynamodb_table.change_stream_table[0].name : var.table_name} are removed"
  schedule_expression = "rate(${var.sweep_interval_hours * 60} minutes)"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "sweeper_target" {
  count = var.soft_delete ? 1 : 0

  arn  = aws_lambda_function.sweeper_function_function[0].arn
  rule = aws_cloudwatch_event_rule.sweeper_schedule[0].name

  depends_on = [aws_lambda_permission.sweeper_permission, aws_lambda_invocation.index_invocation]
}

resource "aws_cloudwatch_log_group" "index_bootstrap_log_group" {
  name              = "/aws/lambda/${local.bootstrap_function_name}"
  kms_key_id        = var.cloudwatch_logs_kms_key_id
  retention_in_days = var.cloudwatch_logs_retention_in_days
  tags              = var.tags
}

resource "aws_cloudwatch_log_group" "indexer_function_log_group" {
  name              = "/aws/lambda/${local.function_name}"
  kms_key_id        = var.cloudwatch_logs_kms_key_id
  retention_in_days = var.cloudwatch_logs_retention_in_days
  tags              = var.tags
}

resource "aws_cloudwatch_log_group" "sweeper_function_log_group" {
  count = var.soft_delete ? 1 : 0

  name              = "/aws/lambda/${local.sweeper_function_name}"
  kms_key_id        = var.cloudwatch_logs_kms_key_id
  retention_in_days = var.cloudwatch_logs_retention_in_days
  tags              = var.tags
}

resource "aws_dynamodb_kinesis_streaming_destination" "change_stream_streaming_destination" {
  count = var.create_streaming_destination ? 1 : 0

  approximate_creation_date_time_precision = "MICROSECOND"

  stream_arn = (
    var.stream_arn != null
    ? var.stream_arn
    : (
      var.create_stream
      ? aws_kinesis_stream.change_stream_stream[0].arn
      : data.aws_kinesis_stream.change_stream_existing_stream[0].arn
    )
  )

  table_name = (
    var.create_table
    ? aws_dynamodb_table.change_stream_table[0].name
    : var.table_name
  )
}

resource "aws_dynamodb_table" "change_stream_table" {
  count = var.create_table ? 1 : 0

  name                        = var.table_name
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = var.deletion_protection
  hash_key                    = var.hash_key
  range_key                   = var.range_key
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

resource "aws_iam_role" "index_bootstrap_role" {
  count = var.create_role ? 1 : 0

  name_prefix = "${substr(local.bootstrap_function_name, 0, 37)}-"
  description = "What the function ${local.bootstrap_function_name} may do"
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

resource "aws_iam_role" "indexer_function_role" {
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

resource "aws_iam_role" "sweeper_function_role" {
  count = var.create_role && var.soft_delete ? 1 : 0

  name_prefix = "${substr(local.sweeper_function_name, 0, 37)}-"
  description = "What the function ${local.sweeper_function_name} may do"
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

resource "aws_iam_role_policy" "index_bootstrap_role_policy" {
  count = var.create_role ? 1 : 0

  name = "function"
  role = aws_iam_role.index_bootstrap_role[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.index_bootstrap_log_group.arn}:*"]
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
        Sid    = "CallCollection"
        Effect = "Allow"
        Action = ["aoss:APIAccessAll"]
        Resource = [
          (
            var.create_collection
            ? aws_opensearchserverless_collection.collection_collection[0].arn
            : data.aws_opensearchserverless_collection.collection_existing[0].arn
          ),
        ]
      }]
    )
  })
}

resource "aws_iam_role_policy" "indexer_function_role_policy" {
  count = var.create_role ? 1 : 0

  name = "function"
  role = aws_iam_role.indexer_function_role[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.indexer_function_log_group.arn}:*"]
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
        Sid    = "CallCollection"
        Effect = "Allow"
        Action = ["aoss:APIAccessAll"]
        Resource = [
          (
            var.create_collection
            ? aws_opensearchserverless_collection.collection_collection[0].arn
            : data.aws_opensearchserverless_collection.collection_existing[0].arn
          ),
        ]
      }],
      [{
        Sid    = "ParkChanges"
        Effect = "Allow"
        Action = ["s3:PutObject"]
        Resource = [
          "${var.create_parking_bucket ? aws_s3_bucket.indexer_parking_bucket[0].arn : data.aws_s3_bucket.indexer_parking_bucket_existing[0].arn}/*",
        ]
      }],
      [{
        Sid    = "FindParkingBucket"
        Effect = "Allow"
        Action = ["s3:ListBucket"]
        Resource = [
          (
            var.create_parking_bucket
            ? aws_s3_bucket.indexer_parking_bucket[0].arn
            : data.aws_s3_bucket.indexer_parking_bucket_existing[0].arn
          ),
        ]
      }],
      [{
        Sid      = "TellOfParkedChanges"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.indexer_parking_queue.arn]
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
        Action = [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ]
        Resource = [
          (
            var.stream_arn != null
            ? var.stream_arn
            : (
              var.create_stream
              ? aws_kinesis_stream.change_stream_stream[0].arn
              : data.aws_kinesis_stream.change_stream_existing_stream[0].arn
            )
          ),
        ]
      }],
      (
        var.stream_kms_key_arn != null
        ? [{
          Sid      = "DecryptChanges"
          Effect   = "Allow"
          Action   = ["kms:Decrypt"]
          Resource = [var.stream_kms_key_arn]
        }]
        : []
      ),
      (
        var.enhanced_fan_out
        ? [{
          Sid    = "SubscribeToChanges"
          Effect = "Allow"
          Action = ["kinesis:SubscribeToShard"]
          Resource = [
            aws_kinesis_stream_consumer.indexer_event_source_mapping_stream_consumer[0].arn,
          ]
        }]
        : []
      )
    )
  })
}

resource "aws_iam_role_policy" "sweeper_function_role_policy" {
  count = var.create_role && var.soft_delete ? 1 : 0

  name = "function"
  role = aws_iam_role.sweeper_function_role[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.sweeper_function_log_group[0].arn}:*"]
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
        Sid    = "CallCollection"
        Effect = "Allow"
        Action = ["aoss:APIAccessAll"]
        Resource = [
          (
            var.create_collection
            ? aws_opensearchserverless_collection.collection_collection[0].arn
            : data.aws_opensearchserverless_collection.collection_existing[0].arn
          ),
        ]
      }]
    )
  })
}

resource "aws_kinesis_stream" "change_stream_stream" {
  count = var.create_stream ? 1 : 0

  name             = local.stream_name
  encryption_type  = "KMS"
  kms_key_id       = var.stream_kms_key_arn != null ? var.stream_kms_key_arn : "alias/aws/kinesis"
  retention_period = var.retention_hours
  tags             = var.tags

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_kinesis_stream_consumer" "indexer_event_source_mapping_stream_consumer" {
  count = var.enhanced_fan_out ? 1 : 0

  name = local.function_name

  stream_arn = (
    var.stream_arn != null
    ? var.stream_arn
    : (
      var.create_stream
      ? aws_kinesis_stream.change_stream_stream[0].arn
      : data.aws_kinesis_stream.change_stream_existing_stream[0].arn
    )
  )
}

resource "aws_lambda_event_source_mapping" "indexer_event_source_mapping" {
  function_name                      = aws_lambda_function.indexer_function_function.arn
  batch_size                         = var.batch_size
  bisect_batch_on_function_error     = var.bisect_batch_on_function_error
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = var.maximum_batching_window_in_seconds
  maximum_retry_attempts             = var.maximum_retry_attempts
  parallelization_factor             = var.parallelization_factor
  starting_position                  = var.starting_position
  starting_position_timestamp        = var.starting_position_timestamp
  tags                               = var.tags

  event_source_arn = (
    var.enhanced_fan_out
    ? aws_kinesis_stream_consumer.indexer_event_source_mapping_stream_consumer[0].arn
    : (
      var.stream_arn != null
      ? var.stream_arn
      : (
        var.create_stream
        ? aws_kinesis_stream.change_stream_stream[0].arn
        : data.aws_kinesis_stream.change_stream_existing_stream[0].arn
      )
    )
  )

  maximum_record_age_in_seconds = (
    var.maximum_record_age_in_seconds != null
    ? var.maximum_record_age_in_seconds
    : min(
      604800,
      (var.create_stream ? var.retention_hours : data.aws_kinesis_stream.change_stream_existing_stream[0].retention_period) * 3600 - 3600
    )
  )

  destination_config {
    on_failure {
      destination_arn = (
        var.create_parking_bucket
        ? aws_s3_bucket.indexer_parking_bucket[0].arn
        : data.aws_s3_bucket.indexer_parking_bucket_existing[0].arn
      )
    }
  }

  depends_on = [
    aws_lambda_invocation.index_invocation,
    aws_iam_role_policy.indexer_function_role_policy,
  ]
}

resource "aws_lambda_function" "index_bootstrap_function" {
  function_name    = local.bootstrap_function_name
  description      = "Creates the indices, and keeps their mappings and settings up to date"
  architectures    = ["arm64"]
  filename         = "${path.module}/functions/search-bootstrap.zip"
  handler          = "index.handler"
  memory_size      = 256
  runtime          = "nodejs22.x"
  source_code_hash = filebase64sha256("${path.module}/functions/search-bootstrap.zip")
  timeout          = 300
  tags             = var.tags

  role = (
    var.create_role
    ? aws_iam_role.index_bootstrap_role[0].arn
    : var.function_role_arn
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
      SEARCH_ENDPOINT = (
        var.search_endpoint != null
        ? var.search_endpoint
        : (
          var.create_collection
          ? aws_opensearchserverless_collection.collection_collection[0].collection_endpoint
          : data.aws_opensearchserverless_collection.collection_existing[0].collection_endpoint
        )
      )
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.index_bootstrap_log_group.name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  depends_on = [
    aws_cloudwatch_log_group.index_bootstrap_log_group,
    aws_iam_role_policy.index_bootstrap_role_policy,
  ]
}

resource "aws_lambda_function" "indexer_function_function" {
  function_name                  = local.function_name
  architectures                  = ["arm64"]
  handler                        = "index.handler"
  memory_size                    = var.memory_size
  reserved_concurrent_executions = var.reserved_concurrent_executions
  runtime                        = "nodejs22.x"
  timeout                        = var.timeout
  tags                           = var.tags

  description = substr(
    "Writes the changes of the table ${var.create_table ? aws_dynamodb_table.change_stream_table[0].name : var.table_name} to its search indices",
    0,
    256
  )

  filename = (
    var.function_zip != null
    ? var.function_zip
    : "${path.module}/functions/search-indexer.zip"
  )

  role = (
    var.create_role
    ? aws_iam_role.indexer_function_role[0].arn
    : var.function_role_arn
  )

  source_code_hash = (
    var.function_zip != null
    ? filebase64sha256(var.function_zip)
    : filebase64sha256("${path.module}/functions/search-indexer.zip")
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
      MARK_REFUSED = var.mark_refused ? "true" : "false"
      PARKING_BUCKET = (
        var.create_parking_bucket
        ? aws_s3_bucket.indexer_parking_bucket[0].bucket
        : data.aws_s3_bucket.indexer_parking_bucket_existing[0].bucket
      )
      PARKING_QUEUE_URL = aws_sqs_queue.indexer_parking_queue.url
      ROUTES = jsonencode([
        for route in local.routes : {
          for name, value in { index = route.index_name, filter = try(jsondecode(route.filter), null), include = route.include, exclude = route.exclude, rename = route.rename } : name => value if value != null
        }
      ])
      SEARCH_ENDPOINT = (
        var.search_endpoint != null
        ? var.search_endpoint
        : (
          var.create_collection
          ? aws_opensearchserverless_collection.collection_collection[0].collection_endpoint
          : data.aws_opensearchserverless_collection.collection_existing[0].collection_endpoint
        )
      )
      SOFT_DELETE = var.soft_delete ? "true" : "false"
      TABLE_NAME = (
        var.create_table
        ? aws_dynamodb_table.change_stream_table[0].name
        : var.table_name
      )
      TRANSFORM = var.function_zip != null ? "transform.js" : ""
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.indexer_function_log_group.name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  depends_on = [
    aws_cloudwatch_log_group.indexer_function_log_group,
    aws_iam_role_policy.indexer_function_role_policy,
    aws_lambda_invocation.index_invocation,
  ]
}

resource "aws_lambda_function" "sweeper_function_function" {
  count = var.soft_delete ? 1 : 0

  function_name    = local.sweeper_function_name
  architectures    = ["arm64"]
  filename         = "${path.module}/functions/search-sweeper.zip"
  handler          = "index.handler"
  memory_size      = 256
  runtime          = "nodejs22.x"
  source_code_hash = filebase64sha256("${path.module}/functions/search-sweeper.zip")
  timeout          = 900
  tags             = var.tags

  description = substr(
    "Removes old tombstones of the table ${var.create_table ? aws_dynamodb_table.change_stream_table[0].name : var.table_name} from its search indices",
    0,
    256
  )

  role = (
    var.create_role
    ? aws_iam_role.sweeper_function_role[0].arn
    : var.function_role_arn
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
      SEARCH_ENDPOINT = (
        var.search_endpoint != null
        ? var.search_endpoint
        : (
          var.create_collection
          ? aws_opensearchserverless_collection.collection_collection[0].collection_endpoint
          : data.aws_opensearchserverless_collection.collection_existing[0].collection_endpoint
        )
      )
      SEARCH_INDICES = join(",", local.routes[*].index_name)
      TABLE_NAME = (
        var.create_table
        ? aws_dynamodb_table.change_stream_table[0].name
        : var.table_name
      )
      TOMBSTONE_RETENTION_HOURS = (
        var.tombstone_retention_hours != null
        ? var.tombstone_retention_hours
        : (var.create_stream ? var.retention_hours : data.aws_kinesis_stream.change_stream_existing_stream[0].retention_period) + 192
      )
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.sweeper_function_log_group[0].name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  depends_on = [
    aws_cloudwatch_log_group.sweeper_function_log_group,
    aws_iam_role_policy.sweeper_function_role_policy,
  ]
}

resource "aws_lambda_invocation" "index_invocation" {
  for_each = {
    for route in local.routes : length(var.routes) > 0 ? route.index_name : "index" => route
  }

  function_name = aws_lambda_function.index_bootstrap_function.function_name

  input = jsonencode(merge(
    {
      index    = each.value.index_name
      mappings = jsondecode(each.value.mappings)
      settings = jsondecode(each.value.settings)
    },
    var.soft_delete ? { liveAlias = each.value.live_alias_name } : {}
  ))

  triggers = {
    collection = (
      var.create_collection
      ? aws_opensearchserverless_collection.collection_collection[0].id
      : data.aws_opensearchserverless_collection.collection_existing[0].id
    )
    endpoint = (
      var.search_endpoint != null
      ? var.search_endpoint
      : (
        var.create_collection
        ? aws_opensearchserverless_collection.collection_collection[0].collection_endpoint
        : data.aws_opensearchserverless_collection.collection_existing[0].collection_endpoint
      )
    )
  }

  depends_on = [
    aws_opensearchserverless_access_policy.collection_access_policy,
    aws_opensearchserverless_security_policy.collection_network_policy,
    aws_iam_role_policy.index_bootstrap_role_policy,
  ]
}

resource "aws_lambda_permission" "sweeper_permission" {
  count = var.soft_delete ? 1 : 0

  function_name = aws_lambda_function.sweeper_function_function[0].function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.sweeper_schedule[0].arn
}

resource "aws_opensearchserverless_access_policy" "collection_access_policy" {
  name        = local.access_policy_name
  description = "Who reads and writes the collection ${local.collection_name}"
  type        = "data"

  policy = jsonencode(concat(
    (
      length(var.readers) >= 1
      ? [{
        Description = "Readers"
        Principal   = var.readers
        Rules = [
          {
            ResourceType = "collection"
            Resource     = ["collection/${local.collection_name}"]
            Permission   = ["aoss:DescribeCollectionItems"]
          },
          {
            ResourceType = "index"
            Resource     = ["index/${local.collection_name}/*"]
            Permission   = ["aoss:DescribeIndex", "aoss:ReadDocument"]
          },
        ]
      }]
      : []
    ),
    [{
      Description = "kinesis-to-search/pipeline/index/bootstrap"
      Principal = [
        var.create_role ? aws_iam_role.index_bootstrap_role[0].arn : var.function_role_arn,
      ]
      Rules = concat(
        (
          var.soft_delete
          ? [{
            ResourceType = "collection"
            Resource     = ["collection/${local.collection_name}"]
            Permission   = ["aoss:CreateCollectionItems"]
          }]
          : []
        ),
        [{
          ResourceType = "index"
          Resource = formatlist(
            "index/%s",
            formatlist("%s/%s", local.collection_name, local.routes[*].index_name)
          )
          Permission = ["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:UpdateIndex"]
        }]
      )
    }],
    [{
      Description = "kinesis-to-search/pipeline/indexer/function"
      Principal = [
        var.create_role ? aws_iam_role.indexer_function_role[0].arn : var.function_role_arn,
      ]
      Rules = [{
        ResourceType = "index"
        Resource = formatlist(
          "index/%s",
          formatlist("%s/%s", local.collection_name, local.routes[*].index_name)
        )
        Permission = ["aoss:UpdateIndex", "aoss:WriteDocument"]
      }]
    }],
    (
      var.soft_delete
      ? [{
        Description = "kinesis-to-search/pipeline/sweeper/function"
        Principal = [
          var.create_role ? aws_iam_role.sweeper_function_role[0].arn : var.function_role_arn,
        ]
        Rules = [{
          ResourceType = "index"
          Resource = formatlist(
            "index/%s",
            formatlist("%s/%s", local.collection_name, local.routes[*].index_name)
          )
          Permission = ["aoss:ReadDocument", "aoss:WriteDocument"]
        }]
      }]
      : []
    )
  ))
}

resource "aws_opensearchserverless_collection" "collection_collection" {
  count = var.create_collection ? 1 : 0

  name             = local.collection_name
  description      = "A search index that follows a DynamoDB table"
  standby_replicas = var.standby_replicas ? "ENABLED" : "DISABLED"
  type             = "SEARCH"
  tags             = var.tags

  depends_on = [
    aws_opensearchserverless_security_policy.collection_encryption_policy,
    aws_opensearchserverless_security_policy.collection_network_policy,
    aws_opensearchserverless_access_policy.collection_access_policy,
  ]
}

resource "aws_opensearchserverless_security_policy" "collection_encryption_policy" {
  count = var.create_collection ? 1 : 0

  name        = local.collection_name
  description = "Encrypts the collection ${local.collection_name}"
  type        = "encryption"

  policy = (
    var.collection_kms_key_arn != null
    ? jsonencode({
      Rules = [{
        ResourceType = "collection"
        Resource     = ["collection/${local.collection_name}"]
      }]
      AWSOwnedKey = false
      KmsARN      = var.collection_kms_key_arn
    })
    : jsonencode({
      Rules = [{
        ResourceType = "collection"
        Resource     = ["collection/${local.collection_name}"]
      }]
      AWSOwnedKey = true
    })
  )
}

resource "aws_opensearchserverless_security_policy" "collection_network_policy" {
  count = var.create_collection ? 1 : 0

  name        = local.collection_name
  description = "Where the collection ${local.collection_name} is reached from"
  type        = "network"

  policy = jsonencode(concat(
    (
      length(var.vpc_endpoint_ids) >= 1
      ? [{
        Description = "API"
        Rules = [{
          ResourceType = "collection"
          Resource     = ["collection/${local.collection_name}"]
        }]
        AllowFromPublic = false
        SourceVPCEs     = var.vpc_endpoint_ids
      }]
      : []
    ),
    (
      !(length(var.vpc_endpoint_ids) >= 1)
      ? [{
        Description = "API"
        Rules = [{
          ResourceType = "collection"
          Resource     = ["collection/${local.collection_name}"]
        }]
        AllowFromPublic = true
      }]
      : []
    ),
    (
      (var.public_dashboards != null ? var.public_dashboards : !(length(var.vpc_endpoint_ids) >= 1))
      ? [{
        Description = "Dashboards"
        Rules = [{
          ResourceType = "dashboard"
          Resource     = ["collection/${local.collection_name}"]
        }]
        AllowFromPublic = true
      }]
      : []
    ),
    (
      length(var.vpc_endpoint_ids) >= 1 && !(var.public_dashboards != null ? var.public_dashboards : !(length(var.vpc_endpoint_ids) >= 1))
      ? [{
        Description = "Dashboards"
        Rules = [{
          ResourceType = "dashboard"
          Resource     = ["collection/${local.collection_name}"]
        }]
        AllowFromPublic = false
        SourceVPCEs     = var.vpc_endpoint_ids
      }]
      : []
    )
  ))
}

resource "aws_s3_bucket" "indexer_parking_bucket" {
  count = var.create_parking_bucket ? 1 : 0

  bucket_prefix = "${substr(replace(lower(replace("${local.function_name}-parking", "/[._]/", "-")), "/^-+/", ""), 0, 36)}-"
  force_destroy = !var.deletion_protection
  tags          = var.tags
}

resource "aws_s3_bucket_lifecycle_configuration" "indexer_parking_bucket_lifecycle" {
  count = var.parking_retention_days != null && var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.indexer_parking_bucket[0].id

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

  depends_on = [aws_s3_bucket_versioning.indexer_parking_bucket_versioning]
}

resource "aws_s3_bucket_ownership_controls" "indexer_parking_bucket_ownership" {
  count = var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.indexer_parking_bucket[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "indexer_parking_bucket_policy" {
  count = var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.indexer_parking_bucket[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:*"]
      Resource = [
        aws_s3_bucket.indexer_parking_bucket[0].arn,
        "${aws_s3_bucket.indexer_parking_bucket[0].arn}/*",
      ]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.indexer_parking_bucket_public_access_block]
}

resource "aws_s3_bucket_public_access_block" "indexer_parking_bucket_public_access_block" {
  count = var.create_parking_bucket ? 1 : 0

  bucket                  = aws_s3_bucket.indexer_parking_bucket[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "indexer_parking_bucket_encryption" {
  count = var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.indexer_parking_bucket[0].id

  rule {
    bucket_key_enabled = var.parking_kms_key_arn != null

    apply_server_side_encryption_by_default {
      kms_master_key_id = var.parking_kms_key_arn
      sse_algorithm     = var.parking_kms_key_arn != null ? "aws:kms" : "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "indexer_parking_bucket_versioning" {
  count = var.create_parking_bucket ? 1 : 0

  bucket = aws_s3_bucket.indexer_parking_bucket[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_sqs_queue" "indexer_parking_queue" {
  name                      = "${local.function_name}-parking"
  kms_master_key_id         = var.parking_kms_key_arn
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.parking_kms_key_arn != null ? null : true
  tags                      = var.tags
}

resource "aws_sqs_queue_policy" "indexer_parking_queue_policy" {
  queue_url = aws_sqs_queue.indexer_parking_queue.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["sqs:*"]
      Resource  = [aws_sqs_queue.indexer_parking_queue.arn]
      Condition = {
        Bool = { "aws:SecureTransport" = ["false"] }
      }
    }]
  })
}

data "aws_kinesis_stream" "change_stream_existing_stream" {
  count = !var.create_stream ? 1 : 0

  name = local.stream_name
}

data "aws_opensearchserverless_collection" "collection_existing" {
  count = !var.create_collection ? 1 : 0

  name = local.collection_name

  lifecycle {
    postcondition {
      condition     = self.type == "SEARCH"
      error_message = "The collection must be of type SEARCH: the other types refuse documents with an id of their own, which every versioned write needs. Name another collection, or have one made."
    }
  }
}

data "aws_s3_bucket" "indexer_parking_bucket_existing" {
  count = !var.create_parking_bucket ? 1 : 0

  bucket = var.parking_bucket_name
}

output "bootstrap_function_name" {
  description = "The function that makes the indices"
  value       = aws_lambda_function.index_bootstrap_function.function_name
}

output "bootstrap_function_role_arn" {
  description = "That function's role"
  value = try(
    var.create_role ? aws_iam_role.index_bootstrap_role[0].arn : var.function_role_arn,
    null
  )
}

output "collection_arn" {
  description = "The collection's ARN"
  value = try(
    (
      var.create_collection
      ? aws_opensearchserverless_collection.collection_collection[0].arn
      : data.aws_opensearchserverless_collection.collection_existing[0].arn
    ),
    null
  )
}

output "collection_endpoint" {
  description = "Where the collection is searched"
  value = try(
    (
      var.create_collection
      ? aws_opensearchserverless_collection.collection_collection[0].collection_endpoint
      : data.aws_opensearchserverless_collection.collection_existing[0].collection_endpoint
    ),
    null
  )
}

output "collection_id" {
  description = "The collection"
  value = try(
    (
      var.create_collection
      ? aws_opensearchserverless_collection.collection_collection[0].id
      : data.aws_opensearchserverless_collection.collection_existing[0].id
    ),
    null
  )
}

output "dashboard_endpoint" {
  description = "Where OpenSearch Dashboards shows it"
  value = try(
    (
      var.create_collection
      ? aws_opensearchserverless_collection.collection_collection[0].dashboard_endpoint
      : data.aws_opensearchserverless_collection.collection_existing[0].dashboard_endpoint
    ),
    null
  )
}

output "function_arn" {
  description = "That function's ARN"
  value       = aws_lambda_function.indexer_function_function.arn
}

output "function_log_group_name" {
  description = "The log group that it writes to"
  value       = aws_cloudwatch_log_group.indexer_function_log_group.name
}

output "function_name" {
  description = "The function that writes them to the index"
  value       = aws_lambda_function.indexer_function_function.function_name
}

output "function_role_arn" {
  description = "That function's role"
  value = try(
    var.create_role ? aws_iam_role.indexer_function_role[0].arn : var.function_role_arn,
    null
  )
}

output "index_name" {
  description = "The index that it writes, or the first of them"
  value       = element(local.routes[*].index_name, 0)
}

output "index_names" {
  description = "All of them"
  value       = local.routes[*].index_name
}

output "live_aliases" {
  description = "The aliases to search: they hide the tombstones of deleted items"
  value       = distinct(local.routes[*].live_alias_name)
}

output "parking_bucket" {
  description = "The changes that can never be delivered"
  value = try(
    (
      var.create_parking_bucket
      ? aws_s3_bucket.indexer_parking_bucket[0].bucket
      : data.aws_s3_bucket.indexer_parking_bucket_existing[0].bucket
    ),
    null
  )
}

output "parking_bucket_arn" {
  description = "That bucket's ARN"
  value = try(
    (
      var.create_parking_bucket
      ? aws_s3_bucket.indexer_parking_bucket[0].arn
      : data.aws_s3_bucket.indexer_parking_bucket_existing[0].arn
    ),
    null
  )
}

output "parking_queue_arn" {
  description = "That queue's ARN"
  value       = aws_sqs_queue.indexer_parking_queue.arn
}

output "parking_queue_name" {
  description = "That queue's name, for an alarm on its length"
  value       = aws_sqs_queue.indexer_parking_queue.name
}

output "parking_queue_url" {
  description = "A message for each of them"
  value       = aws_sqs_queue.indexer_parking_queue.url
}

output "search_endpoint" {
  description = "Where the function writes to"
  value = try(
    (
      var.search_endpoint != null
      ? var.search_endpoint
      : (
        var.create_collection
        ? aws_opensearchserverless_collection.collection_collection[0].collection_endpoint
        : data.aws_opensearchserverless_collection.collection_existing[0].collection_endpoint
      )
    ),
    null
  )
}

output "stream_arn" {
  description = "The ARN of the stream of its changes"
  value = try(
    (
      var.stream_arn != null
      ? var.stream_arn
      : (
        var.create_stream
        ? aws_kinesis_stream.change_stream_stream[0].arn
        : data.aws_kinesis_stream.change_stream_existing_stream[0].arn
      )
    ),
    null
  )
}

output "stream_name" {
  description = "The Kinesis data stream of its changes"
  value = try(
    (
      var.create_stream
      ? aws_kinesis_stream.change_stream_stream[0].name
      : data.aws_kinesis_stream.change_stream_existing_stream[0].name
    ),
    null
  )
}

output "sweeper_function_name" {
  description = "The function that removes old tombstones"
  value       = try(aws_lambda_function.sweeper_function_function[0].function_name, null)
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
