variable "readers" {
  description = "Who may search and open Dashboards: ARNs of IAM roles and users."
  type        = list(string)
  default     = []
  nullable    = false
}
