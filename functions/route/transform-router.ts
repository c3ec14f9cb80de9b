import { join } from 'node:path';
import { isObject } from '../change/attribute-value';
import { PlainItem } from '../document/plain-item';
import { ConfigurationError } from '../errors/configuration-error';
import { isPlainObject, membersJson, readPlainJson } from './plain-json';
import type { Destination, Router } from './router';
import type { Transform, TransformItem } from './transform';

/**
 * A router that asks the user's module.
 * @throws {ConfigurationError} when the module cannot be loaded, or exports no `transform`
 */
export function transformRouter(file: string, indices: readonly string[]): Router {
  const transform = loaded(file);
  return {
    indices,
    readsMembers: false,
    destinations: (item, change) => {
      if (item === undefined) return indices.map(without);
      try {
        const { table, at } = change;
        const documents: unknown = transform(readPlainJson(`{${item}}`) as TransformItem, { table, at });
        if (documents instanceof Promise) throw asynchronous(documents);
        const items = plainItems(documents, indices);
        return indices.map((index) => ({ ...without(index), item: items.get(index) }));
      } catch (error) {
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        const refusal = { type: 'transform_exception', reason };
        return indices.map((index) => ({ ...without(index), refusal }));
      }
    },
  };
}

/** Of an item's keys a marker has none: what the documents have of them is the module's to say. */
function without(index: string): Destination {
  return { index, item: undefined, cut: () => EMPTY, refusal: undefined };
}

const EMPTY = new PlainItem(Buffer.alloc(0), 0, 0);

function plainItems(documents: unknown, indices: readonly string[]): ReadonlyMap<string, PlainItem> {
  if (!isPlainObject(documents)) {
    throw new TypeError('transform has to return a plain object of documents by the names of their indices');
  }
  const items = new Map<string, PlainItem>();
  for (const [index, document] of Object.entries(documents)) {
    if (!indices.includes(index)) {
      throw new TypeError(
        `transform returned a document for "${index}"; the indices are ${indices.join(', ')}`,
      );
    }
    if (document === undefined) continue;
    if (!isPlainObject(document)) throw new TypeError(`the document for "${index}" is no plain object`);
    const json = Buffer.from(membersJson(document, index));
    items.set(index, new PlainItem(json, 0, json.length));
  }
  return items;
}

function asynchronous(promise: Promise<unknown>): TypeError {
  // Nobody else waits for it.
  promise.catch(() => undefined);
  return new TypeError('transform has to return a plain object at once, not a promise');
}

/** The module lies beside the function's own code. */
function loaded(file: string): Transform {
  const module = required(file);
  const transform = isObject(module) ? module.transform : undefined;
  if (typeof transform === 'function' && transform.constructor.name !== 'AsyncFunction')
    return transform as Transform;
  throw new ConfigurationError(
    `The module ${file} of the function exports no function "transform" that answers at once: export const transform = (item, change) => ({ … }), not async.`,
  );
}

function required(file: string): unknown {
  try {
    return require(join(__dirname, file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`The module ${file} of the function could not be loaded: ${reason}`, {
      cause: error,
    });
  }
}
