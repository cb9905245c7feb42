// The plain server of y-websocket 2 (nothing is stored, nobody is asked who they are) on a free port; prints the port.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { setupWSConnection } from 'y-websocket/bin/utils';

const server = createServer();
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', setupWSConnection);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
