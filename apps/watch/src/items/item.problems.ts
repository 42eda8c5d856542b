import { Problem } from '#platform';

export class ItemNotFound extends Problem {
  constructor() {
    super('item-not-found', 404, { fr: 'Information introuvable.', en: 'Item not found.' });
  }
}

export class ItemNotMovable extends Problem {
  constructor(status: string, wanted: string) {
    super(
      'item-not-movable',
      409,
      {
        fr: 'Ce n’est pas possible dans l’état où se trouve cette information : rechargez la page.',
        en: `An item that is ${status} cannot become ${wanted}.`,
      },
      { currentStatus: status },
    );
  }
}

export class NothingToUndo extends Problem {
  constructor(status: string) {
    super(
      'nothing-to-undo',
      409,
      { fr: 'Il n’y a rien à défaire : le comité a décidé, ou rien n’a été fait.', en: 'There is nothing to undo.' },
      { currentStatus: status },
    );
  }
}
