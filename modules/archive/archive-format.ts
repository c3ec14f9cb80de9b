import type { Construct } from 'constructs';
import type { Filter } from '../../functions/route/route';
import { both, type Condition, choose, either, isEqual, isGiven, isPossible, orElse } from '../conditions';
import { addFilterRules, checkFilter, filtersOf } from '../item-filter';
import { jsonText, literalJson } from '../props/literal-json';
import { bytesOf } from '../terraform-module/expression';
import { type ModuleVariable, variableOf } from '../terraform-module/module-variable';
import {
  addVariableRule,
  checkCombination,
  checkInteger,
  checkKnown,
  checkOneOf,
  InvalidPropError,
} from '../validation';

export type ArchiveFormat = 'json' | 'parquet';
export type ArchiveCompression = 'GZIP' | 'UNCOMPRESSED';
export type ArchivePartitioning = 'arrival' | 'change';
export type ArchiveLine = 'change' | 'item';

export interface ArchiveFormatProps {
  /** Lines of JSON, or Parquet, whose images are JSON texts. @default json */
  readonly archiveFormat?: ArchiveFormat;
  /** Of lines of JSON only; Parquet is compressed by itself. @default GZIP for json, UNCOMPRESSED for parquet */
  readonly archiveCompression?: ArchiveCompression;
  /**
   * Which day's partition a change lies in: the day of its arrival, or its own, which takes dynamic partitioning (billed
   * by the gigabyte; Firehose cannot switch it on later, so that the delivery stream is replaced). @default arrival
   */
  readonly archivePartitioning?: ArchivePartitioning;
  /** What a line has: the whole change, or the new image alone, which no state can be rebuilt from. @default change */
  readonly archiveLine?: ArchiveLine;
  /**
   * Which items' changes are archived: those that fulfil it before the change or after it; conditions as those of Lambda's
   * event filters. @default all
   */
  readonly filter?: Filter;
  /** How much Firehose gathers for an object, in MB: 1 to 128; Parquet and `change` partitions take 64 at least. @default 64 */
  readonly bufferingSizeMb?: number;
  /** How long Firehose gathers for an object: 0 to 900; `change` partitions take 60 at least. @default 300 */
  readonly bufferingIntervalSeconds?: number;
}

/** The props with their defaults. */
export interface ResolvedArchiveFormat
  extends Required<Omit<ArchiveFormatProps, 'filter' | 'archiveCompression' | 'archiveLine'>>,
    Pick<ArchiveFormatProps, 'filter'> {
  readonly archiveCompression: string;
  /** Whether it is Parquet, not lines of JSON. */
  readonly isParquet: Condition;
  /** Whether the partition is the change's own day. */
  readonly isDynamic: Condition;
  /** Whether a line is the new image alone. */
  readonly isItem: Condition;
}

/** Firehose needs so much to convert, and to write several partitions at once ("Buffering hints", Firehose developer guide). */
const LARGE_BUFFER_MB = 64;
const DYNAMIC_INTERVAL_SECONDS = 60;
/** Lambda holds 4,096 bytes of environment in all; the other variables take less than a quarter. */
const MAX_FILTER_BYTES = 3_072;

/** Throws an `InvalidPropError` for what Firehose would refuse, alone or together. */
export function archiveFormat(scope: Construct, props: ArchiveFormatProps): ResolvedArchiveFormat {
  const { archiveFormat = 'json', archivePartitioning = 'arrival', archiveLine = 'change', filter } = props;
  const isParquet = isEqual(archiveFormat, 'parquet');
  const isDynamic = isEqual(archivePartitioning, 'change');
  const isItem = isEqual(archiveLine, 'item');
  const archiveCompression = orElse(props.archiveCompression, choose(isParquet, 'UNCOMPRESSED', 'GZIP'));
  const { bufferingSizeMb = LARGE_BUFFER_MB, bufferingIntervalSeconds = 300 } = props;
  checkOneOf(scope, 'archiveFormat', archiveFormat, ['json', 'parquet']);
  const given = props.archiveCompression ?? archiveCompression;
  checkOneOf(scope, 'archiveCompression', given, ['GZIP', 'UNCOMPRESSED']);
  checkOneOf(scope, 'archivePartitioning', archivePartitioning, ['arrival', 'change']);
  checkOneOf(scope, 'archiveLine', archiveLine, ['change', 'item']);
  checkCombination(scope, both(isParquet, isEqual(given, 'GZIP')), {
    prop: 'archiveCompression',
    value: given,
    allowed: 'left out when archiveFormat is parquet, which is compressed by itself',
    mend: 'Leave archiveCompression out, or set archiveFormat to json.',
  });
  checkCombination(scope, both(isParquet, isItem), {
    prop: 'archiveLine',
    value: archiveLine,
    allowed: 'change when archiveFormat is parquet, whose columns are those of a change',
    mend: 'Leave archiveLine out, or set archiveFormat to json.',
  });
  checkInteger(scope, 'bufferingSizeMb', bufferingSizeMb, {
    min: choose(either(isParquet, isDynamic), LARGE_BUFFER_MB, 1),
    max: 128,
    mend: 'Set it to a number in that range; Parquet, and partitions by the change, take 64 at least.',
  });
  checkInteger(scope, 'bufferingIntervalSeconds', bufferingIntervalSeconds, {
    min: choose(isDynamic, DYNAMIC_INTERVAL_SECONDS, 0),
    max: 900,
    mend: 'Set it to a number in that range; partitions by the change take 60 at least.',
  });
  if (filter !== undefined) checkArchiveFilter(scope, filter);
  return {
    archiveFormat,
    archiveCompression,
    archivePartitioning,
    bufferingSizeMb,
    bufferingIntervalSeconds,
    isParquet,
    isDynamic,
    isItem,
    ...(filter !== undefined && { filter }),
  };
}

/** The variables by which a function is told what to write. */
export function lineVariables(format: ResolvedArchiveFormat): {
  LINE?: string;
  IMAGES?: string;
  FILTER?: string;
} {
  const { isItem, isParquet, filter } = format;
  return {
    ...(isPossible(isItem) && { LINE: choose(isItem, 'item', 'change') }),
    ...(isPossible(isParquet) && { IMAGES: choose(isParquet, 'text', 'json') }),
    ...(filter !== undefined && { FILTER: choose(isGiven(filter), jsonText(filter), '') }),
  };
}

function checkArchiveFilter(scope: Construct, filter: Filter): void {
  const variable = variableOf(filter);
  if (variable !== undefined) {
    addFilterRules(variable, filtersOf(variable));
    addSizeRule(variable);
    return;
  }
  checkKnown(scope, 'filter', filter);
  checkFilter(scope, filter);
  const bytes = Buffer.byteLength(literalJson(filter));
  if (bytes <= MAX_FILTER_BYTES) return;
  throw new InvalidPropError(scope, { prop: 'filter', value: `${bytes} bytes of JSON`, ...TOO_LARGE });
}

const TOO_LARGE = {
  allowed: `at most ${MAX_FILTER_BYTES} bytes, since Lambda's environment holds 4096 in all`,
  mend: 'Give fewer or shorter conditions.',
};

function addSizeRule(variable: ModuleVariable): void {
  const bytes = bytesOf(variable.name);
  addVariableRule(variable, {
    condition: `${bytes} <= ${MAX_FILTER_BYTES}`,
    value: `"\${${bytes}} bytes of JSON"`,
    ...TOO_LARGE,
  });
}
