/** For specs: an answer of the server. The DOM of the tests has no `Response`, so this holds just what the client reads. */
export function testAnswer(status: number, body: unknown = null, type = 'application/json'): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer: Pick<Response, 'ok' | 'status' | 'headers' | 'json'> = {
    ok: status < 400,
    status,
    headers: new Headers({ 'content-type': type }),
    json: async () => JSON.parse(text) as unknown,
  };
  return answer as Response;
}
