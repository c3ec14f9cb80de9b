import { App } from 'cdktf';
import { SeveralTables } from './several-tables';

const app = new App();
new SeveralTables(app, 'several-tables', {
  collectionName: 'shop',
  tableNames: ['customers', 'invoices', 'products'],
  // For a trial: leave it out to protect the tables, the collection and parked changes.
  deletionProtection: false,
});
app.synth();
