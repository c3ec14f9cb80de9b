import { App } from 'cdktf';
import { PrivateStack } from './private-stack';

const app = new App();
new PrivateStack(app, 'private');
app.synth();
