import { Module } from '@nestjs/common';

import { CalendarModule } from '../../platform/calendar/calendar.module.js';
import { OrgUnitsModule } from '../org-units/org-units.module.js';
import { PointsModule } from '../points/points.module.js';
import { ResidentsModule } from '../residents/residents.module.js';

import { GiftsController } from './gifts.controller.js';
import { GiftsService } from './gifts.service.js';
import { StockService } from './stock.service.js';
import { StoresService } from './stores.service.js';

@Module({
  imports: [CalendarModule, OrgUnitsModule, PointsModule, ResidentsModule],
  controllers: [GiftsController],
  providers: [GiftsService, StockService, StoresService],
  exports: [GiftsService, StockService, StoresService],
})
export class GiftsModule {}
