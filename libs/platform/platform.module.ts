import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { MetricsModule } from './metrics.ts';
import { ReadinessModule } from './readiness.ts';

/** What every service has: health, metrics, schedules. */
@Module({ imports: [ReadinessModule, MetricsModule, ScheduleModule.forRoot()] })
export class PlatformModule {}
