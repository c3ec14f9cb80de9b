/**
 * Stands for the package `debug` in the built functions: with the variable DEBUG set, the client would print what it
 * sends, items' content too, and loading it takes a fifth of the client's whole.
 */
const silentDebug = () => () => {};

export = silentDebug;
