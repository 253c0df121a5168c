import type { ClientEntry } from '../catalogue/entry.ts';
import type { Flow, Slot, Time } from '../facts/facts.ts';
import type { Heat, LinkedCall, LinkedClass, LinkedFunction, Program } from '../program/program.ts';
import { closingOf, type Fate } from './closing.ts';
import { closedInField, closesFirst, closingMethods } from './closing-in-fields.ts';
import { clientAt, type Creation } from './creations.ts';
import { keepsAlive } from './options.ts';

/** Where a created client comes to rest: one of several when a factory is called from several places. */
export interface Rest {
  /** Where the mend goes: the creation, or the call of what is fine by itself. */
  readonly site: LinkedCall;
  /** The call that makes it anew each time: the creation, a factory, or `new` of its owner. */
  readonly carrier: LinkedCall;
  readonly fate: Fate;
  readonly heat: Heat | undefined;
  /** It is put into a map under a key, which may well be asked for first where we can't see it. */
  readonly isKeyed: boolean;
  /** A collection has it when the turn of a loop is over. */
  readonly isCollected?: boolean;
  /** It serves a single request and nothing after it: one made here, or one whose options were handed in. */
  readonly serves?: 'own request' | 'request handed in';
}

/** Options under which HTTP libraries take an agent, and methods that set one on a request. */
const AGENT_OPTION = /^(?:agent|httpAgent|httpsAgent|dispatcher)$/;
const AGENT_SETTER = /^set(?:Http|Https)?(?:Agent|Dispatcher)$/;

/** Names of functions that make one request. */
const REQUESTING = /(?:fetch|request|^get|^post|^put|^patch|^delete|^head|^send|^call|^upgrade|^query)/i;

/** Names of functions that make something which lives on. */
const MAKING = /^(?:build|connect|create|init|make|open)/i;

const MAX_HOPS = 12;

/** A client on its way: the value of `call`, or inside that value under `path`. */
interface Carried {
  readonly call: LinkedCall;
  /** The call that makes it anew each time: the creation, a factory or `new` of its owner, not who it is handed to. */
  readonly made: LinkedCall;
  readonly site: LinkedCall;
  readonly path: readonly string[];
  readonly hops: number;
  readonly isCollected?: boolean;
  /** Methods of the value, an instance that has the client, which close the client when they are done. */
  readonly closedBy?: ReadonlySet<string>;
}

/** It fills a place that lives as long as the program. */
function isMadeOnce({ fact: { guards } }: LinkedCall): boolean {
  return guards.some(({ slot, isFilled }) => isFilled && slot.lifetime.of === 'program');
}

function closesItself(flows: readonly Flow[], { closedBy }: Carried): boolean {
  return closedBy !== undefined && flows.some((flow) => flow.to === 'method' && closedBy.has(flow.name));
}

/** Several functions make an instance, and none keeps it: it is no shared one. */
function isDroppedEverywhere({ instantiations }: LinkedClass): boolean {
  return (
    instantiations.length > 1 &&
    instantiations.every(
      ({ fact: { flows }, function: { fact } }) =>
        fact.kind !== 'module' && flows.every(({ to }) => to === 'method' || to === 'set'),
    )
  );
}

/** Something that the client is handed to at that time closes it. */
function closesWhen(given: readonly { when: Time; rests: readonly Rest[] }[], time: Time): boolean {
  return given.some(
    ({ when, rests }) => when === time && rests.some(({ fate }) => fate.startsWith('closed')),
  );
}

/** Follows a client from its creation to every place where it comes to rest. */
export function restsOf(program: Program, creation: Creation): Rest[] {
  const { call } = creation;
  const rests = new Lifecycle(program, creation).follow({ call, made: call, site: call, path: [], hops: 0 });
  return [...new Map(rests.map((rest) => [identity(rest), rest])).values()];
}

function identity({ site, carrier, fate }: Rest): string {
  return [site, carrier].map(({ file, id }) => `${file.facts.path}:${String(id)}`).join(' ') + fate;
}

class Lifecycle {
  readonly #program: Program;
  readonly #entry: ClientEntry;
  /** Each request connects and disconnects. */
  readonly #keepsNothing: boolean;
  readonly #seen = new Set<string>();

  constructor(program: Program, { entry, options }: Creation) {
    this.#program = program;
    this.#entry = entry;
    this.#keepsNothing =
      entry.abandoned === 'closed-after-request' || keepsAlive(options, entry.options) === false;
  }

  follow(carried: Carried): Rest[] {
    const { call, site, hops } = carried;
    const key = `${call.file.facts.path}:${String(call.id)}:${String(site.id)}`;
    if (this.#seen.has(key) || hops > MAX_HOPS) return [];
    this.#seen.add(key);
    const flows = this.#withChains(call.fact.flows, call);
    const handed = hops === 0 ? this.#handedToCallback(call) : undefined;
    return handed
      ? this.#settle([...flows, ...handed.flows], handed.callback, carried)
      : this.#settle(flows, call.function, carried);
  }

  /** `connect(url, (error, client) => …)`. */
  #handedToCallback(call: LinkedCall): { callback: LinkedFunction; flows: readonly Flow[] } | undefined {
    const position = this.#entry.handedToCallback;
    const last = call.fact.arguments.at(-1);
    if (position === undefined || last?.kind !== 'function') return undefined;
    const callback = call.file.functions[last.id];
    const parameter = callback?.fact.parameters[position];
    return callback && parameter && { callback, flows: parameter.flows };
  }

  /** `new MongoClient(url).connect()` is the client. */
  #withChains(flows: readonly Flow[], { file }: LinkedCall, depth = 0): readonly Flow[] {
    const names = this.#entry.returnsItself;
    if (!names || depth > MAX_HOPS) return flows;
    const chained = flows.flatMap((flow) => {
      if (flow.to !== 'method' || flow.call === undefined || !names.includes(flow.name)) return [];
      const next = file.calls[flow.call];
      return next ? this.#withChains(next.fact.flows, next, depth + 1) : [];
    });
    return [...flows, ...chained];
  }

  /** `flows` are those of the value within `owner`. The safest place that it goes to decides. */
  #settle(flows: readonly Flow[], owner: LinkedFunction, carried: Carried): Rest[] {
    if (flows.some((flow) => flow.to === 'collection')) carried = { ...carried, isCollected: true };
    const closing = closingOf(flows, this.#entry.closers ?? [], carried.hops > 0);
    if (closing === 'closed' || closesItself(flows, carried)) return this.#rest(carried, 'closed');
    // A module that closes its client once it has been loaded is a script.
    if (closing === 'closed-on-success' && owner.fact.kind === 'module') return this.#rest(carried, 'closed');
    const slots = flows.flatMap((flow) => (flow.to === 'slot' ? [flow.slot] : []));
    if (slots.length > 0) return this.#inSlots(slots, owner, carried);
    const returned = flows.find((flow) => flow.to === 'return');
    if (returned) return this.#returned(owner, { ...carried, path: [...returned.path, ...carried.path] });
    const given = flows.flatMap((flow) =>
      flow.to === 'argument' ? [{ when: flow.when, rests: this.#handedOver(flow, owner, carried) }] : [],
    );
    if (closesWhen(given, 'success') && closesWhen(given, 'failure')) return this.#rest(carried, 'closed');
    const handed = given.flatMap(({ rests }) => rests);
    const kept = handed.filter(({ fate }) => fate !== 'dropped');
    if (kept.length > 0) return kept;
    if (closing === 'escapes' || flows.some((flow) => flow.to === 'unknown'))
      return this.#rest(carried, 'escapes');
    if (closing === 'closed-on-success') return this.#rest(carried, closing);
    return handed.length > 0 ? handed : this.#rest(carried, 'dropped');
  }

  #rest({ made, site, isCollected }: Carried, fate: Fate, more: Partial<Rest> = {}): Rest[] {
    const inside = this.#program.heatOfCall(made);
    const serves = more.serves ?? (fate === 'stored' || fate === 'escapes' ? undefined : 'one call');
    const heat = serves && !inside ? this.#program.heatFromOutside(made, serves) : inside;
    return [
      { site, carrier: made, fate, heat, isKeyed: false, ...(isCollected && { isCollected }), ...more },
    ];
  }

  #inSlots(slots: readonly Slot[], owner: LinkedFunction, carried: Carried): Rest[] {
    const isKeyed = slots.some(({ keyed }) => keyed);
    const lifetimes = slots.map(({ lifetime }) => lifetime);
    const isRenewed = slots.some((slot) => closesFirst(slot, owner, this.#entry.closers ?? []));
    if (lifetimes.some(({ of }) => of === 'program'))
      return this.#rest(carried, isRenewed ? 'escapes' : 'stored', { isKeyed });
    if (lifetimes.some(({ of }) => of === 'unknown')) {
      // `options.agent = agent` on the options of somebody's request.
      const isAgent = slots.some(({ name }) => AGENT_OPTION.test(name.split('.').at(-1) ?? ''));
      return isAgent
        ? this.#rest(carried, 'dropped', { serves: 'request handed in' })
        : this.#rest(carried, 'escapes');
    }
    const held = lifetimes.find((lifetime) => lifetime.of === 'instance');
    const holder = held && owner.file.classes[held.class];
    if (holder && isMadeOnce(carried.call)) return this.#rest(carried, 'stored', { heat: undefined });
    if (holder) {
      const isGuarded = carried.call.fact.guards.some((guard) =>
        slots.some(({ name }) => name === guard.slot.name),
      );
      const field =
        slots.find(({ lifetime }) => lifetime.of === 'instance')?.name.replace(/^this \d+\./, '') ?? '';
      // Handed to a constructor: it lives as long as the one instance that this makes.
      if (owner.id === holder.fact.construct && this.#isMaking(carried.call)) {
        const closedBy = closingMethods(holder, field);
        return this.follow({ ...carried, path: [], hops: carried.hops + 1, closedBy });
      }
      if (isGuarded || owner.id === holder.fact.construct)
        return this.#inInstances(holder, { ...carried, closedBy: closingMethods(holder, field) }, isGuarded);
      const closed = closedInField(holder, field, owner);
      if (closed) return this.#rest(carried, closed);
      if (isDroppedEverywhere(holder) && !this.#program.heatOfCall(carried.made))
        return this.#rest(carried, 'escapes');
    }
    return this.#rest(carried, isRenewed ? 'escapes' : 'stored', { isKeyed });
  }

  /** A client in a field lives as long as its instance. */
  #inInstances({ instantiations }: LinkedClass, carried: Carried, isGuarded: boolean): Rest[] {
    const { hops, closedBy } = carried;
    if (instantiations.length === 0) {
      return isGuarded ? this.#rest(carried, 'stored', { heat: undefined }) : this.#rest(carried, 'stored');
    }
    const rests = instantiations.flatMap((call) =>
      this.follow({ call, made: call, site: call, path: [], hops: hops + 1, ...(closedBy && { closedBy }) }),
    );
    // A memo in a method is filled only on those instances whose method is called.
    return isGuarded ? rests.filter(({ heat }) => !heat?.isFinite) : rests;
  }

  /** Whether a call makes an instance of a class of the program: one that was handed the client. */
  #isMaking(call: LinkedCall): boolean {
    return call.fact.form === 'new' && this.#program.targetsOf(call).some(({ kind }) => kind === 'class');
  }

  #returned(owner: LinkedFunction, carried: Carried): Rest[] {
    const { site, path, call, hops, isCollected } = carried;
    // What is made once is not made anew for each caller.
    const isKept = call.fact.guards.some(({ isFilled }) => isFilled) && !this.#program.heatOfCall(call);
    // `agent: () => new Agent()`: asked for one for each request.
    if (
      owner.callers.length === 0 &&
      owner.fact.kind === 'function' &&
      AGENT_OPTION.test(owner.fact.name ?? '')
    )
      return this.#rest(carried, 'dropped', { serves: 'request handed in' });
    if (isKept || owner.callers.length === 0) return this.#rest(carried, 'escapes');
    return owner.callers.flatMap((edge) => {
      const next: Carried = {
        call: edge.call,
        made: edge.call,
        site,
        path,
        hops: hops + 1,
        ...((isCollected === true || edge.isIterated) && { isCollected: true }),
      };
      if (edge.isCallback) return edge.passesResult ? this.follow(next) : this.#rest(next, 'escapes');
      // A getter that creates is no factory: its mend is in itself.
      return this.follow(edge.call.fact.form === 'get' ? next : { ...next, site: edge.call });
    });
  }

  #handedOver(flow: Extract<Flow, { to: 'argument' }>, owner: LinkedFunction, carried: Carried): Rest[] {
    const taker = owner.file.calls[flow.call];
    if (!taker) return this.#rest(carried, 'escapes');
    const path = [...flow.path, ...carried.path];
    // `context.setDispatcher(dispatcher)`: whatever the context does with it, it serves that request.
    if (path.length === 1 && AGENT_SETTER.test(taker.fact.name?.text ?? ''))
      return this.#rest(carried, 'dropped', { serves: 'request handed in' });
    const client = clientAt(this.#program, taker);
    if (client?.entry.agents?.includes(optionPath(path))) return this.#taken(client.entry, taker, carried);
    const inside = this.#program.targetsOf(taker).flatMap((target) => {
      const fn =
        target.kind === 'class' ? target.class.file.functions[target.class.fact.construct] : undefined;
      if (target.kind === 'function') return this.#asParameter(target.function, path, taker, carried);
      return fn ? this.#asParameter(fn, path, taker, carried) : [];
    });
    if (inside.length === 0) return this.#unseen(taker, path, carried);
    const isClosed = flow.when === 'always' && inside.some(({ fate }) => fate === 'closed-on-success');
    return isClosed ? inside.map((rest) => ({ ...rest, fate: 'closed' })) : inside;
  }

  #taken({ role }: ClientEntry, taker: LinkedCall, carried: Carried): Rest[] {
    if (role === 'request') return this.#rest(carried, 'dropped', { serves: 'own request' });
    if (role === 'process') return this.#rest(carried, 'stored');
    return this.follow({ ...carried, call: taker, path: [], hops: carried.hops + 1 });
  }

  /** Handed to code that can't be seen: the option's name tells an agent's use. */
  #unseen(taker: LinkedCall, path: readonly string[], carried: Carried): Rest[] {
    const { form, name } = taker.fact;
    const method = name?.text ?? '';
    const isAgent = path.length > 1 && AGENT_OPTION.test(path.at(-1) ?? '');
    // What keeps nothing needs nobody to close it. Among the options of something it lives as long as that.
    const isPart = this.#keepsNothing && path.length > 1 && (form === 'new' || MAKING.test(method));
    if (!isAgent && !isPart) return this.#rest(carried, this.#keepsNothing ? 'dropped' : 'escapes');
    if (form === 'call' && REQUESTING.test(method))
      return this.#rest(carried, 'dropped', { serves: 'own request' });
    return this.follow({ ...carried, call: taker, path: [], hops: carried.hops + 1 });
  }

  /** What the function that it is handed to does with it. */
  #asParameter(fn: LinkedFunction, path: readonly string[], taker: LinkedCall, carried: Carried): Rest[] {
    const parameter = fn.fact.parameters[Number(path[0])];
    if (!parameter || carried.hops > MAX_HOPS) return [];
    const key = `${fn.file.facts.path}:${String(fn.id)} ${path.join('.')} ${String(carried.site.id)} ${String(taker.id)}`;
    if (this.#seen.has(key)) return [];
    this.#seen.add(key);
    // `super(client)` hands it on within the making of one instance.
    const call = taker.fact.callee?.kind === 'super' && this.#isMaking(carried.call) ? carried.call : taker;
    const next: Carried = { ...carried, call, path: path.slice(1), hops: carried.hops + 1 };
    const isReturned = parameter.flows.some((flow) => flow.to === 'return');
    const flows = parameter.flows.filter((flow) => flow.to !== 'return');
    const inside = flows.length > 0 ? this.#settle(flows, fn, next) : [];
    const after = isReturned || inside.length === 0 ? this.follow(next) : [];
    const kept = [...inside, ...after].filter(({ fate }) => fate !== 'dropped');
    if (kept.length > 0) return kept;
    // What is handed back is not dropped there, whatever is done with it first.
    return isReturned ? after : [...inside, ...after];
  }
}

/** As the catalogue writes it: names below an argument, or `#0` for the argument itself. */
function optionPath(path: readonly string[]): string {
  return path.length > 1 ? path.slice(1).join('.') : `#${path[0] ?? ''}`;
}
