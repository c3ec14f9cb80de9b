output "collection_endpoints" {
  description = "Where each table's collection is searched."
  value       = { for table, search in module.search : table => search.collection_endpoint }
}

output "parking_buckets" {
  description = "Where the changes of each table lie that could not be indexed."
  value       = { for table, search in module.search : table => search.parking_bucket }
}
