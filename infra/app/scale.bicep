// One knob for size. What each size is made of, and why; docs/performance.md reckons with the same numbers. Each value can be set by itself among the parameters of main.bicep.

@export()
@description('How many accounts, and how many AUTHs a second in the busiest hour.')
type scale = 'small' | 'medium' | 'large'

@export()
type size = {
  @description('A partition is read by one instance at a time, so this is also the most instances that can share the work. Fixed once a hub is made (Standard), so there is room for the next size. At least as many as throughput units.')
  partitionCount: int

  @description('Units to begin with. One takes in 1,000 events a second or 1 MB/s; deliveries are reckoned as many as AUTHs.')
  throughputUnits: int

  @description('Units up to which the namespace grows by itself: a burst of four times the busiest hour, and no more than partitions.')
  maximumThroughputUnits: int

  @description('The same for the Premium tier, whose units take some 5 to 10 MB/s: an event is some 300 bytes.')
  processingUnits: int

  @description('Room for 2.7 times what is remembered of accounts (docs/performance.md, memory) beside 900 MB of host, runtime and databases.')
  instanceMemoryMB: 2048 | 4096

  @description('MiB of what an instance remembers of accounts, at 110 to 165 bytes each (docs/performance.md): those of its share of the partitions, or most of them.')
  cacheMegabytes: int

  @description('Instances of RecordAuthEvents that never stop: what they remember saves a read for each account. Partitions divide evenly among them.')
  alwaysReadyInstances: int

  @description('Instances of the HTTP functions that never stop. Enough for what little comes by HTTP where gates answer; see docs/performance.md for the price of all logins by HTTP.')
  alwaysReadyHttpInstances: int

  @description('Events of a run. In a backlog a larger run shares more transactions; how long one run takes is how long the events behind it wait.')
  maxEventBatchSize: int

  @description('Events fetched ahead of each partition: two runs, so that the next is here when one ends. All partitions may be on one instance for a time.')
  prefetchCount: int

  @description('Waiting events for each instance that scaling aims at: what one works off within some ten seconds. More instances mean caches that are read anew, so it is no smaller.')
  targetUnprocessedEventThreshold: int

  @description('Hubs, tables and gates outlive a zone anyway. For the functions it may cost two instances of every function that scales by itself (docs/performance.md), which pays where minutes without detection do.')
  zoneRedundant: bool
}

@export()
var sizes = {
  // 1,000,000 accounts, 100 AUTHs a second.
  small: {
    partitionCount: 8
    throughputUnits: 1
    maximumThroughputUnits: 4
    processingUnits: 1
    instanceMemoryMB: 2048
    cacheMegabytes: 128
    alwaysReadyInstances: 1
    alwaysReadyHttpInstances: 1
    maxEventBatchSize: 1000
    prefetchCount: 2000
    targetUnprocessedEventThreshold: 5000
    zoneRedundant: false
  }
  // 10,000,000 accounts, 1,000 AUTHs a second.
  medium: {
    partitionCount: 16
    throughputUnits: 2
    maximumThroughputUnits: 10
    processingUnits: 1
    instanceMemoryMB: 4096
    cacheMegabytes: 672
    alwaysReadyInstances: 2
    alwaysReadyHttpInstances: 2
    maxEventBatchSize: 2500
    prefetchCount: 5000
    targetUnprocessedEventThreshold: 10000
    zoneRedundant: false
  }
  // 50,000,000 accounts, 4,500 AUTHs a second.
  large: {
    partitionCount: 32
    throughputUnits: 10
    maximumThroughputUnits: 32
    processingUnits: 2
    instanceMemoryMB: 4096
    cacheMegabytes: 832
    alwaysReadyInstances: 8
    alwaysReadyHttpInstances: 2
    maxEventBatchSize: 5000
    prefetchCount: 10000
    targetUnprocessedEventThreshold: 20000
    zoneRedundant: true
  }
}
