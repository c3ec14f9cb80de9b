// The AWS SDK warns, in each client's process, of the Node.js versions that it will need one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
