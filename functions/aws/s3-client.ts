import { S3Client } from '@aws-sdk/client-s3';

export function s3Client(): S3Client {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL } = process.env;
  // A custom endpoint seldom resolves a bucket's name as a host.
  return new S3Client({ forcePathStyle: Boolean(AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL) });
}
