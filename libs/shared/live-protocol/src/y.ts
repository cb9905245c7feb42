// The only door to Yjs: two copies of it in one program diverge silently.
export * as Y from 'yjs';
export { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
