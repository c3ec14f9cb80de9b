import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { poll } from '../../../local/demo/poll';
import { Table } from '../../../local/demo/table';
import type { Deployment } from '../deployment';
import { DeployedFunction, type FunctionCode } from './deployed-function';
import type { Proof, Proofs } from './proof';

/** Invocations leave no log. */
export function logProofs(code: FunctionCode): Proofs {
  const unlogged: Proof = async (deployment) => {
    const deployed = await DeployedFunction.of(deployment, code);
    const invoked = async () => {
      await deployed.invoke({}).catch(() => undefined);
      return deployed.logged();
    };
    const before = await deployed.logged();
    expect(await invoked()).to.equal(before);
    return async () => expect(await invoked()).to.be.above(before);
  };
  return { 'logs:CreateLogStream': unlogged, 'logs:PutLogEvents': unlogged };
}

/** The invocation fails, with an error that says why. */
export function failure(
  code: FunctionCode,
  event: (deployment: Deployment) => object,
  message: RegExp,
  { timeoutSeconds }: { readonly timeoutSeconds?: number } = {},
): Proof {
  return async (deployment) => {
    const deployed = await DeployedFunction.of(deployment, code);
    const invoke = () => deployed.invoke(event(deployment));
    const failing = () =>
      invoke().then(
        () => 'it did not fail',
        (error: Error) => error.message,
      );
    const failed = await (timeoutSeconds === undefined
      ? failing()
      : deployed.withTimeout(timeoutSeconds, failing));
    expect(failed).to.match(message);
    return invoke;
  };
}

/** A batch with a record that can only be parked is given back to the stream. */
export function unparked(code: FunctionCode, record: object): Proof {
  return async (deployment) => {
    const deployed = await DeployedFunction.of(deployment, code);
    const given = async () => {
      const answer = (await deployed.invoke({ Records: [record] })) as { batchItemFailures: object[] };
      return answer.batchItemFailures.length;
    };
    expect(await given()).to.equal(1);
    return async () => expect(await given()).to.equal(0);
  };
}

/** Lambda says so, and a change does not arrive before the permission is back. */
export function unread(code: FunctionCode, arrived: (deployment: Deployment, id: string) => Arrival): Proof {
  return async (deployment) => {
    const deployed = await DeployedFunction.of(deployment, code);
    const id = await putItem(deployment);
    await poll(async () => (/denied/i.test(await deployed.lastProcessingResult()) ? true : undefined), {
      what: 'The refusal to read',
      timeoutSeconds: 10,
    });
    const hasArrived = arrived(deployment, id);
    expect(await hasArrived()).to.equal(false);
    return () => untilArrived(hasArrived);
  };
}

/** Whether a change is where the pipeline takes it. */
export type Arrival = () => Promise<boolean>;

export async function putItem(deployment: Deployment): Promise<string> {
  const id = randomUUID();
  const table = new Table(deployment.environment.emulator, deployment.outputs.table_name ?? '');
  await table.load([{ id: { S: id } }], () => {});
  return id;
}

export function untilArrived(hasArrived: Arrival): Promise<true> {
  return poll(async () => ((await hasArrived()) ? true : undefined), {
    what: 'The change that was held up',
    timeoutSeconds: 20,
    intervalMs: 100,
  });
}
