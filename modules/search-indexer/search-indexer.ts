import { Construct } from 'constructs';
import { TRANSFORM_FILE } from '../../functions/build/transform-module';
import type { SearchIndexerEnvironment } from '../../functions/search-indexer/environment';
import type { ChangeStream } from '../change-stream';
import { ChangeTrigger, type TriggerSettings, triggerSettings } from '../change-trigger';
import { type Condition, choose, isGiven, isPossible } from '../conditions';
import { type FunctionSettings, functionSettings, LambdaFunction } from '../lambda-function';
import { Parking, type ParkingSettings, parkingSettings } from '../parking';
import { given } from '../props/given';
import { type SearchIndices, VariableRoutes } from '../search-index';
import { checkBooleans, checkName, InvalidPropError, NAME_RULES } from '../validation';
import { checkRoutes, checkWithoutProjections } from './check-routes';
import { type RouteProps, routeVariables } from './route-props';
import { transformFiles } from './transform-files';

export interface SearchIndexerProps extends TriggerSettings, FunctionSettings, ParkingSettings {
  readonly changeStream: ChangeStream;
  readonly indices: SearchIndices;
  /** Where the items go; each route's index is one of `indices`. @default all items, whole, to the first of them */
  readonly routes?: readonly RouteProps[] | VariableRoutes;
  /**
   * The path of a TypeScript module that exports a `Transform` by the name of `transform`: it says what each index has
   * of an item, in place of filters and projections. It is bundled with the function. @default none
   */
  readonly transform?: string;
  /**
   * The path of a zip to run in place of the function's own: one that `dynamodb-cdc function-zip search-indexer` wrote, with
   * a transform in it. @default the function's own zip
   */
  readonly functionZip?: string;
  /** 1 to 64 characters; the parking queue's name, and the beginning of the parking bucket's, come from it. */
  readonly functionName: string;
  /** 1 to 900. @default 120 */
  readonly timeoutSeconds?: number;
  /** 128 to 10240. @default 512 */
  readonly memorySizeMb?: number;
  /** How many invocations may run at once. @default no limit but the account's */
  readonly reservedConcurrency?: number;
  /**
   * Puts a marker in the place of a document that the index refuses, so that no search finds its older version.
   * Without, the older version stays. @default true
   */
  readonly markRefused?: Condition;
}

/** The function that writes a stream's changes to a search index, its trigger, and the parking for the rest. */
export class SearchIndexer extends Construct {
  readonly parking: Parking;
  readonly function: LambdaFunction<SearchIndexerEnvironment>;
  readonly trigger: ChangeTrigger;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: SearchIndexerProps) {
    super(scope, id);
    checkBooleans(this, props, ['markRefused', 'deletionProtection']);
    const { changeStream, indices, functionName } = props;
    const { routes = defaultRoutes(indices), transform, functionZip } = props;
    const { timeoutSeconds = 120, memorySizeMb = 512 } = props;
    checkName(this, 'functionName', functionName, NAME_RULES.parkingFunction);
    if (transform !== undefined && functionZip !== undefined)
      throw new InvalidPropError(this, {
        prop: 'functionZip',
        value: functionZip,
        allowed: 'left out when transform is given, which is put into the own zip',
        mend: 'Give one of the two.',
      });
    if (!(routes instanceof VariableRoutes)) {
      checkRoutes(this, routes);
      if (transform !== undefined) checkWithoutProjections(this, routes, 'transform');
      if (functionZip !== undefined) checkWithoutProjections(this, routes, 'functionZip');
    }

    this.parking = new Parking(this, 'parking', {
      parkingName: `${functionName}-parking`,
      ...parkingSettings(props),
    });
    this.function = new LambdaFunction<SearchIndexerEnvironment>(this, 'function', {
      functionName,
      code: 'search-indexer',
      ...given(props, ['functionZip']),
      ...(transform !== undefined && { files: transformFiles(this, transform) }),
      description: `Writes the changes of the table ${changeStream.tableName} to its search indices`,
      environment: {
        TABLE_NAME: changeStream.tableName,
        SEARCH_ENDPOINT: indices.endpoint,
        ...(routes instanceof VariableRoutes ? { ROUTES: routes.json } : routeVariables(routes)),
        ...(transform !== undefined && { TRANSFORM: TRANSFORM_FILE }),
        ...(functionZip !== undefined && { TRANSFORM: choose(isGiven(functionZip), TRANSFORM_FILE, '') }),
        PARKING_BUCKET: this.parking.bucket.name,
        PARKING_QUEUE_URL: this.parking.queue.url,
        ...(props.markRefused !== undefined && { MARK_REFUSED: choose(props.markRefused, 'true', 'false') }),
        ...(isPossible(indices.softDelete) && { SOFT_DELETE: choose(indices.softDelete, 'true', 'false') }),
      },
      // A tombstone in an index that does not map its mark yet would never be hidden, nor removed.
      ...(isPossible(indices.softDelete) && { after: indices.invocations }),
      timeoutSeconds,
      memorySizeMb,
      ...given(props, ['reservedConcurrency']),
      ...functionSettings(props),
    });
    indices.collection.grantWrite(
      this.function,
      routes instanceof VariableRoutes ? routes.indexNames : routes.map(({ indexName }) => indexName),
    );
    this.parking.grantPark(this.function);

    this.trigger = new ChangeTrigger(this, 'event-source-mapping', {
      changeStream,
      function: this.function,
      consumerName: functionName,
      parking: this.parking,
      // The function may not create indices: they have to be there before the first change is.
      after: indices.invocations,
      ...triggerSettings(props),
    });
  }
}

function defaultRoutes({ indexNames }: SearchIndices): RouteProps[] {
  return indexNames.slice(0, 1).map((indexName) => ({ indexName }));
}
