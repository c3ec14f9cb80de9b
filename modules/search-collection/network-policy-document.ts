import { Fn } from 'cdktf';

/** The network policy of one collection: its API, and its Dashboards, each public or through VPC endpoints. */
export function networkPolicyDocument(
  collectionName: string,
  vpcEndpointIds: readonly string[],
  publicDashboards: boolean,
): string {
  const isPrivate = vpcEndpointIds.length > 0;
  const throughEndpoints = { AllowFromPublic: false, SourceVPCEs: vpcEndpointIds };
  const fromAnywhere = { AllowFromPublic: true };
  return Fn.jsonencode([
    {
      Description: 'API',
      Rules: [{ ResourceType: 'collection', Resource: [`collection/${collectionName}`] }],
      ...(isPrivate ? throughEndpoints : fromAnywhere),
    },
    ...(isPrivate || publicDashboards
      ? [
          {
            Description: 'Dashboards',
            Rules: [{ ResourceType: 'dashboard', Resource: [`collection/${collectionName}`] }],
            ...(publicDashboards ? fromAnywhere : throughEndpoints),
          },
        ]
      : []),
  ]);
}
