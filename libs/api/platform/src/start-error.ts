/** The product can't start; the message is one clear sentence for the person who started it, without secrets. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
