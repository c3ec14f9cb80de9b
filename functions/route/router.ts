import type { Change } from '../change/change';
import type { PlainItem } from '../document/plain-item';
import type { SearchError } from '../write/verdict';
import { itemFilter } from './filter';
import { projection } from './projection';
import type { Route } from './route';

/** What one index is to have of an item: its document, or none. */
export interface Destination {
  readonly index: string;
  readonly item: PlainItem | undefined;
  /** Why nothing can be made of the item; then it is deleted there, and its change is parked. */
  readonly refusal: SearchError | undefined;
  /** Cuts an item, or its keys, down to what the index may have of it. */
  readonly cut: Cut;
}

type Cut = (item: PlainItem) => PlainItem;

/** Says what each index of a table is to have of an item. */
export interface Router {
  readonly indices: readonly string[];
  /** Whether it looks at single members of an item. */
  readonly readsMembers: boolean;
  /** One destination for each index; of a deleted item none has anything. */
  readonly destinations: (
    item: PlainItem | undefined,
    change: Pick<Change, 'table' | 'at'>,
  ) => readonly Destination[];
}

/** A router that follows routes. */
export function routerOf(routes: readonly Route[]): Router {
  const ways = routes.map(({ index, filter, ...route }) => ({
    index,
    admits: filter && itemFilter(filter),
    cut: isWhole(route) ? whole : projection(route),
  }));
  return {
    indices: ways.map(({ index }) => index),
    readsMembers: ways.some(({ admits, cut }) => admits !== undefined || cut !== whole),
    destinations: (item) =>
      ways.map(({ index, admits, cut }) => {
        const isAdmitted = item !== undefined && (admits === undefined || admits(item));
        return { index, cut, item: isAdmitted ? cut(item) : undefined, refusal: undefined };
      }),
  };
}

const whole: Cut = (item) => item;

function isWhole({ include, exclude = [], rename = {} }: Omit<Route, 'index' | 'filter'>): boolean {
  return include === undefined && exclude.length === 0 && Object.keys(rename).length === 0;
}
