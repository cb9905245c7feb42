export { canonical, contentHash } from './content-hash';
export { Draw } from './draw';
export { MARKER, marker, markersIn, markersInText } from './markers';
export { Pulse } from './pulse';
export { recorded, SocketRecord, type Recording } from './recorded-socket';
