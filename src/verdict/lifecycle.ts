import type { ClientEntry } from '../catalogue/entry.ts';
import type { Flow, Slot } from '../facts/facts.ts';
import type { Heat, LinkedCall, LinkedClass, LinkedFunction, Program } from '../program/program.ts';
import { clientAt, type Creation } from './creations.ts';

/**
 * - `stored`: kept in a place that outlives the call.
 * - `closed`: on every path. `closed-on-success`: not when something throws before.
 * - `escapes`: handed to somebody whom we can't see.
 * - `dropped`: forgotten, with whatever connections it has.
 */
export type Fate = 'stored' | 'closed' | 'closed-on-success' | 'escapes' | 'dropped';

/** Where a created client comes to rest: one of several when a factory is called from several places. */
export interface Rest {
  /** Where the mend goes: the creation, or the call of what is fine by itself. */
  readonly site: LinkedCall;
  readonly fate: Fate;
  readonly heat: Heat | undefined;
  /** It is put into a map under a key, which may well be asked for first where we can't see it. */
  readonly isKeyed: boolean;
}

/** Names under which owners offer to close what they own. */
const OWNER_CLOSERS =
  /^(?:close|destroy|dispose|end|stop|shutdown|disconnect|quit|release|terminate|cleanup|teardown)\w*$/i;

const MAX_HOPS = 12;

/** Follows a client from its creation to every place where it comes to rest. */
export function restsOf(program: Program, creation: Creation): Rest[] {
  return new Lifecycle(program, creation.entry).follow(creation.call, creation.call, 0);
}

class Lifecycle {
  readonly #program: Program;
  readonly #entry: ClientEntry;
  readonly #seen = new Set<string>();

  constructor(program: Program, entry: ClientEntry) {
    this.#program = program;
    this.#entry = entry;
  }

  /** `call` is what the client is the value of by now. */
  follow(call: LinkedCall, site: LinkedCall, hops: number): Rest[] {
    const key = `${call.file.facts.path}:${call.id}:${site.id}`;
    if (this.#seen.has(key) || hops > MAX_HOPS) return [];
    this.#seen.add(key);
    return this.#settle(call.fact.flows, call.function, call, site, hops);
  }

  #settle(
    flows: readonly Flow[],
    owner: LinkedFunction,
    call: LinkedCall,
    site: LinkedCall,
    hops: number,
  ): Rest[] {
    const rest = (fate: Fate, isKeyed = false): Rest[] => [
      { site, fate, heat: this.#program.heatOfCall(call), isKeyed },
    ];
    const slots = flows.flatMap((flow) => (flow.to === 'slot' ? [flow.slot] : []));
    const closing = this.#closing(flows, hops > 0);
    if (closing === 'closed') return rest('closed');
    // A module that closes its client when it has been loaded is a script.
    if (closing === 'closed-on-success' && owner.fact.kind === 'module') return rest('closed');
    const [slot] = slots;
    if (slot) return this.#inSlot(slot, slots, owner, call, site, hops);
    if (flows.some((flow) => flow.to === 'return')) return this.#returned(owner, call, site, hops);
    const handed = flows.flatMap((flow) =>
      flow.to === 'argument' ? this.#handedOver(flow.call, flow.path, owner, call, site, hops) : [],
    );
    const kept = handed.filter(({ fate }) => fate !== 'dropped');
    if (kept.length > 0) return kept;
    if (closing === 'escapes' || flows.some((flow) => flow.to === 'unknown')) return rest('escapes');
    if (closing === 'closed-on-success') return rest(closing);
    return handed.length > 0 ? handed : rest('dropped');
  }

  #closing(flows: readonly Flow[], isOwner: boolean): Fate | undefined {
    if (flows.some((flow) => flow.to === 'using')) return 'closed';
    const closers = this.#entry.closers ?? [];
    const closed = flows.flatMap((flow) => {
      if (flow.to !== 'method') return [];
      return closers.includes(flow.name) || (isOwner && OWNER_CLOSERS.test(flow.name)) ? [flow.when] : [];
    });
    if (closed.includes('always')) return 'closed';
    if (closed.includes('success')) return closed.includes('failure') ? 'closed' : 'closed-on-success';
    // A close in a callback may well be run in time.
    return closed.includes('later') ? 'escapes' : undefined;
  }

  #inSlot(
    slot: Slot,
    slots: readonly Slot[],
    owner: LinkedFunction,
    call: LinkedCall,
    site: LinkedCall,
    hops: number,
  ): Rest[] {
    const heat = this.#program.heatOfCall(call);
    if (slots.some(({ lifetime }) => lifetime.of === 'program')) {
      return [{ site, fate: 'stored', heat, isKeyed: slots.some(({ keyed }) => keyed) }];
    }
    if (slots.some(({ lifetime }) => lifetime.of === 'unknown'))
      return [{ site, fate: 'escapes', heat, isKeyed: false }];
    if (slot.lifetime.of === 'instance') {
      const holder = call.file.classes[slot.lifetime.class] ?? owner.file.classes[slot.lifetime.class];
      const isGuarded = call.fact.guards.some((guard) => slots.some(({ name }) => name === guard.slot.name));
      if (holder && (isGuarded || owner.id === holder.fact.construct)) {
        return this.#withInstances(holder, call, site, hops, isGuarded);
      }
    }
    const isRenewed = slots.some((one) => this.#closesFirst(one, owner));
    return [
      { site, fate: isRenewed ? 'escapes' : 'stored', heat, isKeyed: slots.some(({ keyed }) => keyed) },
    ];
  }

  /** A client in a field lives as long as its instance. */
  #withInstances(
    holder: LinkedClass,
    call: LinkedCall,
    site: LinkedCall,
    hops: number,
    isGuarded: boolean,
  ): Rest[] {
    const made = holder.instantiations;
    if (made.length === 0) {
      const heat = isGuarded ? undefined : this.#program.heatOfCall(call);
      return [{ site, fate: 'stored', heat, isKeyed: false }];
    }
    const rests = made.flatMap((instantiation) => this.follow(instantiation, instantiation, hops + 1));
    // A memo in a method is filled only on those instances whose method is called.
    return isGuarded ? rests.filter(({ heat }) => !heat?.isFinite) : rests;
  }

  /** Something is closed in the same function through the place that the new client is put in. */
  #closesFirst(slot: Slot, owner: LinkedFunction): boolean {
    const field = /\.([\w$#]+)$/.exec(slot.name)?.[1] ?? slot.name.split('@')[0];
    return owner.file.calls.some(({ fact }) => {
      if (fact.function !== owner.id || fact.callee?.kind !== 'member') return false;
      if (!(this.#entry.closers ?? []).includes(fact.callee.name)) return false;
      return fact.callee.of.kind !== 'member' || fact.callee.of.name === field;
    });
  }

  #returned(owner: LinkedFunction, call: LinkedCall, site: LinkedCall, hops: number): Rest[] {
    if (this.#program.heatOfCall(call) === undefined && owner.callers.length === 0) {
      return [{ site, fate: 'escapes', heat: undefined, isKeyed: false }];
    }
    if (owner.callers.length === 0) {
      return [{ site, fate: 'escapes', heat: this.#program.heatOfCall(call), isKeyed: false }];
    }
    return owner.callers.flatMap((edge) =>
      // A getter that creates is no factory: its mend is in itself.
      this.follow(edge.call, edge.isCallback || edge.call.fact.form === 'get' ? site : edge.call, hops + 1),
    );
  }

  #handedOver(
    id: number,
    path: readonly string[],
    owner: LinkedFunction,
    call: LinkedCall,
    site: LinkedCall,
    hops: number,
  ): Rest[] {
    const taker = owner.file.calls[id];
    const rest = (fate: Fate): Rest[] => [
      { site, fate, heat: this.#program.heatOfCall(call), isKeyed: false },
    ];
    if (!taker) return rest('escapes');
    const client = clientAt(this.#program, taker);
    if (client?.entry.agents?.includes(optionPath(path)))
      return this.#taken(client.entry, taker, site, rest, hops);
    const inside = this.#program.targetsOf(taker).flatMap((target) => {
      if (target.kind === 'function') return this.#asParameter(target.function, path, taker, site, hops);
      if (target.kind !== 'class') return [];
      const construct = target.class.file.functions[target.class.fact.construct];
      return construct ? this.#asParameter(construct, path, taker, site, hops) : [];
    });
    return inside.length > 0 ? inside : rest('escapes');
  }

  #taken(
    entry: ClientEntry,
    taker: LinkedCall,
    site: LinkedCall,
    rest: (fate: Fate) => Rest[],
    hops: number,
  ): Rest[] {
    if (entry.role === 'request') return rest('dropped');
    if (entry.role === 'process') return rest('stored');
    return this.follow(taker, site, hops + 1);
  }

  /** What the function that it is handed to does with it, one hop on. */
  #asParameter(
    fn: LinkedFunction,
    path: readonly string[],
    taker: LinkedCall,
    site: LinkedCall,
    hops: number,
  ): Rest[] {
    const parameter = fn.fact.parameters[Number(path[0])];
    if (!parameter || hops > MAX_HOPS) return [];
    const returns = parameter.flows.some((flow) => flow.to === 'return');
    const flows = parameter.flows.filter((flow) => flow.to !== 'return');
    const inside = flows.length > 0 ? this.#settle(flows, fn, taker, site, hops + 1) : [];
    const after = returns || inside.length === 0 ? this.follow(taker, site, hops + 1) : [];
    const kept = [...inside, ...after].filter(({ fate }) => fate !== 'dropped');
    return kept.length > 0 ? kept : [...inside, ...after];
  }
}

function optionPath(path: readonly string[]): string {
  return path.length > 1 ? path.slice(1).join('.') : `#${path[0] ?? ''}`;
}
