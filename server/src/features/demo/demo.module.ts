import { Module } from '@nestjs/common';

import { DemoController } from './demo.controller.js';
import { DemoSignIn } from './demo-sign-in.service.js';

/** Loaded only in demo mode (`AppModule`). */
@Module({ controllers: [DemoController], providers: [DemoSignIn] })
export class DemoModule {}
