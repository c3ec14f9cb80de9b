import { createHash } from 'node:crypto';
import { readAll, serve } from './http-server';

type Outage = 's3' | 'sqs' | 'hanging s3';

/** S3 and SQS, as far as parking uses them, with outages. */
export class ParkingService {
  readonly objects = new Map<string, Record<string, unknown>>();
  readonly messages: Record<string, unknown>[] = [];
  down: Outage | undefined;
  /** Requests that met each outage. */
  readonly refused = new Map<Outage, number>();

  private constructor(private readonly server: { url: string; close(): Promise<void> }) {}

  static async start(): Promise<ParkingService> {
    const service: ParkingService = new ParkingService(
      await serve(async (request, response) => {
        const body = (await readAll(request)).toString('utf8');
        const target = request.method === 'PUT' ? 's3' : 'sqs';
        const { down } = service;
        if (down === 'hanging s3' || down === target)
          service.refused.set(down, (service.refused.get(down) ?? 0) + 1);
        if (down === 'hanging s3') return;
        if (down === target) {
          response
            .writeHead(503, { 'content-type': 'application/xml' })
            .end('<Error><Code>SlowDown</Code></Error>');
        } else if (target === 's3') {
          service.objects.set(decodeURIComponent(request.url?.split('?')[0] ?? ''), JSON.parse(body));
          response.writeHead(200, { etag: '"0"' }).end();
        } else {
          const { MessageBody } = JSON.parse(body);
          service.messages.push(JSON.parse(MessageBody));
          const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
          response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
          response.end(JSON.stringify({ MessageId: String(service.messages.length), MD5OfMessageBody }));
        }
      }),
    );
    return service;
  }

  environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.server.url,
      PARKING_BUCKET: 'parking',
      PARKING_QUEUE_URL: `${this.server.url}/123456789012/parking`,
    };
  }

  reset(): void {
    this.objects.clear();
    this.messages.length = 0;
    this.refused.clear();
    this.down = undefined;
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
