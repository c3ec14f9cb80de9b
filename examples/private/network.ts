import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { OpensearchserverlessVpcEndpoint } from '@cdktf/provider-aws/lib/opensearchserverless-vpc-endpoint';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';

const CIDR = '10.0.0.0/16';
const SUBNET_CIDRS = ['10.0.0.0/24', '10.0.1.0/24'];
const HTTPS = { fromPort: 443, toPort: 443, protocol: 'tcp' };

/**
 * A VPC without an internet gateway. What the functions call, they reach through endpoints: the collection, and S3 and SQS
 * for what can never be indexed. Streams and logs are Lambda's own business, outside of the VPC.
 */
export class Network extends Construct {
  readonly subnetIds: readonly string[];
  readonly functionSecurityGroup: SecurityGroup;
  readonly searchEndpoint: OpensearchserverlessVpcEndpoint;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const region = new DataAwsRegion(this, 'region').id;
    const zones = new DataAwsAvailabilityZones(this, 'zones', { state: 'available' });
    // Private DNS: the services' usual names lead to the endpoints.
    const vpc = new Vpc(this, 'vpc', { cidrBlock: CIDR, enableDnsHostnames: true, enableDnsSupport: true });
    const routes = new RouteTable(this, 'routes', { vpcId: vpc.id });
    this.subnetIds = SUBNET_CIDRS.map((cidrBlock, i) => {
      const availabilityZone = Fn.element(zones.names, i);
      const subnet = new Subnet(this, `subnet-${i}`, { vpcId: vpc.id, cidrBlock, availabilityZone });
      new RouteTableAssociation(this, `routes-${i}`, { subnetId: subnet.id, routeTableId: routes.id });
      return subnet.id;
    });

    const s3 = new VpcEndpoint(this, 's3', {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: [routes.id],
    });
    this.functionSecurityGroup = new SecurityGroup(this, 'functions', {
      vpcId: vpc.id,
      description: 'Functions: to the endpoints, and nowhere else',
      egress: [
        { ...HTTPS, description: 'Endpoints in the VPC', cidrBlocks: [CIDR] },
        { ...HTTPS, description: 'S3', prefixListIds: [s3.prefixListId] },
      ],
    });
    const endpoints = new SecurityGroup(this, 'endpoints', {
      vpcId: vpc.id,
      description: 'Endpoints: from the VPC',
      ingress: [{ ...HTTPS, description: 'The VPC', cidrBlocks: [CIDR] }],
    });
    new VpcEndpoint(this, 'sqs', {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${region}.sqs`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: [...this.subnetIds],
      securityGroupIds: [endpoints.id],
    });
    this.searchEndpoint = new OpensearchserverlessVpcEndpoint(this, 'search', {
      name: 'records',
      vpcId: vpc.id,
      subnetIds: [...this.subnetIds],
      securityGroupIds: [endpoints.id],
    });
  }
}
