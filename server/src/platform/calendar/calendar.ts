import { Injectable } from '@nestjs/common';

@Injectable()
export class Calendar {
  warnings(): Promise<string[]> {
    return Promise.resolve([]);
  }
}
