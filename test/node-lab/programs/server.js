// Answers every request and keeps every connection: `server.js ADDRESS PORT`.
import http from 'node:http';

const [, , address, port] = process.argv;
const server = http.createServer((request, response) => response.end('ok'));
server.keepAliveTimeout = 3_600_000;
server.listen(Number(port), address, () => console.log('listening'));
