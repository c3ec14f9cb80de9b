import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { s3Client } from '../aws/s3-client';

/** S3 and SQS as parking uses them; loaded with the first change that is parked. */
export class AwsClients {
  private readonly s3 = s3Client();
  private readonly sqs = new SQSClient({});

  async putObject(bucket: string, key: string, content: object, abortSignal: AbortSignal): Promise<void> {
    const Body = JSON.stringify(content);
    const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/json' });
    await this.s3.send(command, { abortSignal });
  }

  async sendMessage(queueUrl: string, message: object, abortSignal: AbortSignal): Promise<void> {
    const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) });
    await this.sqs.send(command, { abortSignal });
  }
}
