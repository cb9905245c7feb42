import { DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { appEventName, type AppEvent } from '@samenplan/shared/contracts';
import type { Socket } from 'socket.io-client';
import { Session } from './session';

/** An event of the server, or `gap`: events may have been missed, so look at everything again. */
export type AppNews = AppEvent | { readonly kind: 'gap' };

/** Events of the server about things this person may see. They carry kinds and ids only: whoever cares asks again. */
@Injectable({ providedIn: 'root' })
export class AppEvents {
  readonly #session = inject(Session);
  readonly #listeners = new Set<(news: AppNews) => void>();
  readonly #connected = signal(false);
  #socket: Socket | null = null;
  #wanted = false;

  /** True while the connection for events stands. Says nothing about the connection of an editor. */
  readonly connected = this.#connected.asReadonly();

  constructor() {
    effect(() => {
      const wanted = this.#session.isIn();
      untracked(() => void (wanted ? this.#open() : this.#close()));
    });
  }

  /** Calls back for each event until the returned function is called. */
  listen(listener: (news: AppNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #open(): Promise<void> {
    this.#wanted = true;
    if (this.#socket !== null) return;
    const { io } = await import('socket.io-client');
    if (!this.#wanted || this.#socket !== null) return;
    const socket = io({
      transports: ['websocket'],
      // Thousands of tabs come back at the same moment after a restart: spread them.
      reconnectionDelay: 500,
      reconnectionDelayMax: 20_000,
      randomizationFactor: 0.6,
    });
    this.#socket = socket;
    let before = false;
    socket.on('connect', () => {
      this.#connected.set(true);
      if (before) this.#tell({ kind: 'gap' });
      before = true;
    });
    socket.on('disconnect', (reason) => {
      this.#connected.set(false);
      // The server hangs up on purpose when a login ends; socket.io does not come back by itself then.
      if (reason === 'io server disconnect') void this.#session.check().then(() => this.#again(socket));
    });
    // Refused, perhaps because the login ended before there was a connection that could say so.
    socket.on('connect_error', () => void this.#session.check());
    socket.on(appEventName, (event: AppEvent) => {
      if (event.kind === 'login-ended') void this.#session.check();
      this.#tell(event);
    });
  }

  #again(socket: Socket): void {
    if (this.#socket === socket && this.#session.isIn()) socket.connect();
  }

  #close(): void {
    this.#wanted = false;
    this.#socket?.disconnect();
    this.#socket = null;
    this.#connected.set(false);
  }

  #tell(news: AppNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}

/** Listens as long as the component, directive or service lives that calls this in its construction. */
export function onAppEvent(listener: (news: AppNews) => void): void {
  inject(DestroyRef).onDestroy(inject(AppEvents).listen(listener));
}
