import { plainItem } from '../document/plain-item';
import { oneOf, required, type Variables } from '../lambda/environment-variable';
import { itemFilter } from '../route/filter';
import { filterOf } from '../route/filter-variable';
import type { LineFormat } from './archive-line';
import type { ArchivedChange } from './archived-change';

/** What both functions that write archive lines are told. */
export interface ArchiveSettings {
  readonly table: string;
  readonly format: LineFormat;
  /** Whether a change is archived. */
  readonly admits: (change: ArchivedChange) => boolean;
  readonly metricsNamespace: string;
}

/** @throws {ConfigurationError} that names the variable, its value and what is allowed */
export function archiveSettings(variables: Variables): ArchiveSettings {
  const line = oneOf(variables, 'LINE', ['change', 'item']);
  return {
    table: required(variables, 'TABLE_NAME'),
    format: { line, images: oneOf(variables, 'IMAGES', ['json', 'text']) },
    admits: admission(variables, line),
    metricsNamespace: variables.METRICS_NAMESPACE || 'dynamodb-cdc',
  };
}

function admission(variables: Variables, line: LineFormat['line']): ArchiveSettings['admits'] {
  const filter = filterOf(variables);
  if (filter === undefined) return () => true;
  const passes = itemFilter(filter);
  return ({ newImage, oldImage, binaryEncoding }) => {
    // A change out of the filter is the last that is told of its item; without it a replay would keep the old one.
    const images = line === 'item' ? [newImage] : [newImage, oldImage];
    const known = images.flatMap((image) => (image === undefined ? [] : [image]));
    return known.length === 0 || known.some((image) => passes(plainItem(image, binaryEncoding)));
  };
}
