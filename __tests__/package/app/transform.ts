import { isLosslessNumber, type Transform } from 'dynamodb-cdc/transform';

export const transform: Transform = ({ total = 0, ...customer }, { table }) => ({
  customers: { ...customer, total, table, exact: isLosslessNumber(total) ? total.value : String(total) },
});
