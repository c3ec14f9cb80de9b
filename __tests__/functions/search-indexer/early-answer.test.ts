import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { kinesisEvent } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { loadIndexer } from './load-indexer';

const START = 1_720_740_233_000_000;

/** More than fits between the function and whoever does not read. */
const eventOf = (letter: string) =>
  kinesisEvent(
    Array.from({ length: 13 }, (_, i) => {
      const keys = { id: { S: `${i}` } };
      return { keys, newImage: { ...keys, text: { S: letter.repeat(390_000) } }, at: START + i };
    }),
  );

describe('search-indexer, answered before its request was read', function () {
  this.timeout(20_000);

  for (const status of [403, 429]) {
    it(`with ${status}, has sent the bytes that it has signed, whatever it does next`, async () => {
      const sink = new HastySink(status);
      const parking = await ParkingService.start();
      const indexer = loadIndexer({ endpoint: await sink.listen(), index: 'items', parking });
      try {
        for (const letter of ['a', 'b']) await indexer.invoke(eventOf(letter), 1_000).catch(() => undefined);
        await sleep(500);
        expect(sink.read.length).to.be.greaterThan(0);
        expect(sink.read).not.to.include('other bytes');
      } finally {
        await indexer.close();
        await parking.close();
        sink.close();
      }
    });
  }
});

/** Answers each request when it has seen its headers, and reads the rest only later. */
class HastySink {
  readonly read: ('signed bytes' | 'other bytes')[] = [];
  private readonly sockets: Socket[] = [];
  private readonly server: Server;

  constructor(private readonly status: number) {
    this.server = createServer((socket) => {
      this.sockets.push(socket.on('error', () => {}));
      this.serve(socket).catch(() => {});
    });
  }

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private async serve(socket: Socket): Promise<void> {
    let received = Buffer.alloc(0);
    let isAnswered = false;
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk]);
      const bodyAt = received.indexOf('\r\n\r\n') + 4;
      if (bodyAt < 4) continue;
      if (!isAnswered) {
        isAnswered = true;
        socket.write(`HTTP/1.1 ${this.status} Early\r\ncontent-length: 2\r\n\r\n{}`);
        await sleep(300);
      }
      const head = received.toString('latin1', 0, bodyAt);
      const end = bodyAt + Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (received.length < end) continue;
      const hash = createHash('sha256').update(received.subarray(bodyAt, end)).digest('hex');
      this.read.push(head.includes(hash) ? 'signed bytes' : 'other bytes');
      received = received.subarray(end);
      isAnswered = false;
    }
  }
}
