"""A short raid with one of nearly everything, so that one play of it goes through most kernels and models."""

TEXT = """
ringfort: 1
title: One of everything
place: {latitude: 33, longitude: 40, terrain: flat, elevation: 300 m}
time: 2024-06-01T10:00:00Z
duration: 90 s
weather: {visibility: 15 km, wind: {speed: 4 m/s, from: 270 deg}}
protect:
  - {name: camp, at: [0 m, 0 m], size: [80 m, 60 m], people: 25, shelter: {kind: tent, bunkers_within: 50 m}}
defend:
  - {name: radar, system: sensor/small-drone-radar, at: [-50 m, 80 m], height: 8 m, false_alarms: 1}
  - {name: panel, system: sensor/rps-42, at: [-55 m, 80 m], height: 8 m, facing: 60 deg}
  - {name: finder, system: sensor/radio-direction-finder, at: [-70 m, 80 m], height: 8 m}
  - {name: rocket radar, system: sensor/counter-battery-radar, at: [-90 m, 80 m], height: 4 m}
  - {name: camera, system: sensor/thermal-camera, at: [-40 m, 80 m], height: 8 m}
  - {name: asker, system: sensor/interrogator, at: [-60 m, 80 m], height: 8 m,
     readiness: {fails_every: 60 s, repair: 10 s}}
  - {name: gun, system: effector/c-ram, at: [60 m, -40 m], readiness: {needs: [mains]}}
  - {name: jammer, system: effector/dronebuster, at: [80 m, -40 m]}
  - {name: laser, system: effector/claws, at: [40 m, -40 m]}
  - {name: drones, system: effector/coyote, at: [20 m, -40 m]}
  - {name: airburst, system: effector/airburst-gun, at: [-20 m, -40 m], no_fire: [{from: 200 deg, to: 250 deg}]}
  - {name: hunter, system: effector/interceptor-drone, at: [0 m, -40 m], guided_by: radar, spares: [lane]}
  - {name: patrol, system: effector/f16-patrol, at: [5 km, 5 km], height: 3 km}
  - {name: net, system: effector/net, at: [0 m, 0 m]}
  - {name: dummy, system: effector/decoy, at: [200 m, 0 m]}
supplies:
  - {name: mains, readiness: {crew: {people: 2, present: 0.9}, fails_every: 120 s, repair: {uniform: [5 s, 20 s]}}}
command:
  weapons: free
  operators: 3
  operator_delay: {median: 1 s, p90: 2 s}
  approval:
    chain:
      - {name: captain, needed_for: [interceptor, gun], people: 1, delay: {uniform: [0 s, 1 s]}}
      - {name: commander, needed_for: [interceptor], people: 2, delay: {median: 1 s, p90: 3 s}}
  zones: [{name: town, area: [[3 km, -3 km], [5 km, -3 km], [5 km, -1 km]], floor: 50 m, no_fire: true}]
  reserves: [{systems: [drones], keep: 1, ballistic: true}]
  fratricide: {clear: 20 m}
  orders: {delay: {uniform: [0 s, 1 s]}, loss: 0.05}
  warning: {delay: {median: 2 s, p90: 4 s}}
  stand_downs: [{systems: [laser], until: {between: ["2024-06-01T10:00:05Z", "2024-06-01T10:00:50Z"]}}]
  identify: {flight_plan: {error: 30 s}}
  corridors: [{name: lane, from: 45 deg, width: 20 deg, floor: 50 m, ceiling: 1500 m}]
arrive:
  - {name: drone, system: threat/one-way-drone, from: {bearing: 60 deg, range: 3 km}, aim: camp}
  - {name: quad, system: threat/fpv-quadcopter, from: {bearing: {uniform: [0 deg, 90 deg]}, range: 1200 m}, aim: camp}
  - {name: rocket, system: threat/rocket-107, from: {bearing: 120 deg, range: 6 km}, aim: camp, count: 2, interval: 4 s}
  - {name: friend, system: friend/tactical-drone, from: {bearing: 45 deg, range: 3 km}, via: lane, aim: [-80 m, 0 m]}
  - {name: birds, system: bird/large, density: 0.3 /km2, radius: 2 km}
"""
