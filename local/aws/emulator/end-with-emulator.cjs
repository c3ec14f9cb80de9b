// Loaded into each function's worker: the pipe that its events come by ends with the emulator.
process.stdin.once('end', () => process.exit());
