import { Fn } from 'cdktf';
import {
  both,
  type Condition,
  type ConditionalElement,
  conditionalList,
  hasElements,
  not,
} from '../conditions';

/** The network policy of one collection: its API, and its Dashboards, each public or through VPC endpoints. */
export function networkPolicyDocument(
  collectionName: string,
  vpcEndpointIds: readonly string[],
  publicDashboards: Condition,
): string {
  const isPrivate = hasElements(vpcEndpointIds);
  const rule = (description: string, resourceType: string, access: object) => ({
    Description: description,
    Rules: [{ ResourceType: resourceType, Resource: [`collection/${collectionName}`] }],
    ...access,
  });
  const throughEndpoints = { AllowFromPublic: false, SourceVPCEs: vpcEndpointIds };
  const fromAnywhere = { AllowFromPublic: true };
  const rules: ConditionalElement<object>[] = [
    [rule('API', 'collection', throughEndpoints), isPrivate],
    [rule('API', 'collection', fromAnywhere), not(isPrivate)],
    [rule('Dashboards', 'dashboard', fromAnywhere), publicDashboards],
    [rule('Dashboards', 'dashboard', throughEndpoints), both(isPrivate, not(publicDashboards))],
  ];
  return Fn.jsonencode(conditionalList(rules));
}
