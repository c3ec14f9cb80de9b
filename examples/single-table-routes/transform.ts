import type { Transform } from 'dynamodb-cdc/transform';

/** Keys without their prefixes, and of an order how many lines it has: what routes cannot say. */
export const transform: Transform = ({ pk, sk, lines, passwordHash, ...item }) => {
  const customer = after('CUSTOMER#', pk);
  const order = after('ORDER#', sk);
  return {
    customers: customer && sk === 'PROFILE' ? { customer, ...item } : undefined,
    orders: order && { customer, order, lineCount: Array.isArray(lines) ? lines.length : 0, ...item },
  };
};

function after(prefix: string, key: unknown): string | undefined {
  return typeof key === 'string' && key.startsWith(prefix) ? key.slice(prefix.length) : undefined;
}
