import { type RunningPipeline, STACK } from './demo';

/** What to do with a pipeline that was left running, as text for a terminal. */
export function guide({ environment, outputs }: RunningPipeline): string {
  const { emulator, engine, folder } = environment;
  const { accessKeyId, secretAccessKey } = emulator.credentials;
  const api = `${emulator.endpoint}/_aws/execute-api/${outputs.api_id}/${outputs.api_stage}`;
  return `
Everything is running, until Ctrl-C

  Items API    ${api}/items
  Collection   ${outputs.search_endpoint}   signed requests, as on AWS
  OpenSearch   ${engine.url}   the engine behind it, unsigned
  AWS          ${emulator.endpoint}   for the AWS CLI and SDKs
  Logs, state  ${folder}

Make an item
  curl --aws-sigv4 aws:amz:${emulator.region}:execute-api --user ${accessKeyId}:${secretAccessKey} \\
    -H 'content-type: application/json' -d '{"name":"Mine","type":"Test"}' ${api}/items

Search
  curl '${engine.url}/${outputs.index_name}/_search?q=name.text:mine&pretty'
  curl '${engine.url}/${outputs.index_name}/_search?q=Title.text:godfather&pretty'

Review the plan, which is empty now
${Object.entries(emulator.environment())
  .map(([name, value]) => `  export ${name}=${value}`)
  .join('\n')}
  terraform -chdir=${environment.terraformFolder(STACK)} plan`;
}
