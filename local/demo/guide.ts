import type { RunningPipeline } from './demo-context';

/** What to do with a pipeline that was left running, as text for a terminal. */
export function guide(running: RunningPipeline): string {
  const { pipeline, environment } = running;
  const { emulator, folder } = environment;
  return `
Everything is running, until Ctrl-C

  AWS          ${emulator.endpoint}   for the AWS CLI and SDKs
  Logs, state  ${folder}
${environment.search ? searchGuide(running) : archiveGuide(running)}
Review the plan, which is empty now
${Object.entries(emulator.environment())
  .map(([name, value]) => `  export ${name}=${value}`)
  .join('\n')}
  terraform -chdir=${environment.terraformFolder(pipeline)} plan`;
}

function searchGuide({ environment, outputs }: RunningPipeline): string {
  const { emulator, search } = environment;
  const { accessKeyId, secretAccessKey } = emulator.credentials;
  const api = `${emulator.endpoint}/_aws/execute-api/${outputs.api_id}/${outputs.api_stage}`;
  const index = `${search?.engine.url}/${outputs.index_name}`;
  return `  Items API    ${api}/items
  Collection   ${outputs.search_endpoint}   signed requests, as on AWS
  OpenSearch   ${search?.engine.url}   the engine behind it, unsigned

Make an item
  curl --aws-sigv4 aws:amz:${emulator.region}:execute-api --user ${accessKeyId}:${secretAccessKey} \\
    -H 'content-type: application/json' -d '{"name":"Mine","type":"Test"}' ${api}/items

Search
  curl '${index}/_search?q=name.text:mine&pretty'
  curl '${index}/_search?q=Title.text:godfather&pretty'
`;
}

function archiveGuide({ outputs }: RunningPipeline): string {
  const source = `s3://${outputs.archive_bucket}/${outputs.archive_prefix}`;
  return `  Archive      ${source}

Ask the archive, with the variables below
  npx dynamodb-cdc archive replay ${source}
  npx dynamodb-cdc archive query ${source} 'SELECT eventName, count(*) FROM changes GROUP BY 1'
`;
}
