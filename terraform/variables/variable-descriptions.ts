/** Of props that read otherwise where a module's variable is meant. */
export const VARIABLE_DESCRIPTIONS: Readonly<Record<string, string>> = {
  createTable:
    'Makes the table; with false it must be there already, and stays as it is. A pipeline with a DynamoDB stream asks for one with new images then.',
};
