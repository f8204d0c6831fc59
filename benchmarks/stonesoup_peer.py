"""Stone Soup's trackers on our scenes, told all there is to know: noise, accuracy, odds, clutter density."""

import time
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from stonesoup.dataassociator.neighbour import GNNWith2DAssignment
from stonesoup.dataassociator.probability import JPDAwithEHM2, JPDAwithLBP
from stonesoup.dataassociator.tree import DetectionKDTreeMixIn
from stonesoup.deleter.time import UpdateTimeStepsDeleter
from stonesoup.hypothesiser.distance import DistanceHypothesiser
from stonesoup.hypothesiser.probability import PDAHypothesiser
from stonesoup.initiator.simple import MultiMeasurementInitiator
from stonesoup.measures import Mahalanobis
from stonesoup.models.measurement.linear import LinearGaussian
from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
from stonesoup.predictor.kalman import KalmanPredictor
from stonesoup.tracker.simple import MultiTargetMixtureTracker, MultiTargetTracker
from stonesoup.types.detection import Detection
from stonesoup.types.state import GaussianState
from stonesoup.updater.kalman import KalmanUpdater
from tracker_scenes import Scene

_START = datetime(2026, 1, 1)
_SPEED_MPS, _GATE, _GATE_SHARE = 30.0, 3.0, 0.999


class Peer(NamedTuple):
    """A tracker of Stone Soup: its association and how many detections confirm, how many misses in a row delete."""

    name: str
    kind: str  # GNN, LBP, EHM2; with KD where it looks detections up in a tree
    confirm: int
    hold: int = 2
    delete: int = 3


class _TreeGNN(DetectionKDTreeMixIn, GNNWith2DAssignment):
    pass


class _TreeEHM2(DetectionKDTreeMixIn, JPDAwithEHM2):
    pass


def play(peer: Peer, scene: Scene, scans: int) -> tuple[list[Any], float]:
    """Return (ids, places, velocities) shown after each scan, and the seconds of processor time that a scan took."""
    dimensions = scene.measured.values.shape[1]
    motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(scene.noise)] * dimensions)
    sensor = LinearGaussian(2 * dimensions, tuple(range(0, 2 * dimensions, 2)), np.diag(scene.sigma[0] ** 2))
    predictor, updater = KalmanPredictor(motion), KalmanUpdater(sensor)
    near = DistanceHypothesiser(predictor, updater, Mahalanobis(), missed_distance=_GATE)
    likely = PDAHypothesiser(
        predictor, updater, clutter_spatial_density=scene.density, prob_detect=scene.odds, prob_gate=_GATE_SHARE
    )
    tree: dict[str, Any] = {
        "predictor": predictor,
        "updater": updater,
        "number_of_neighbours": 12,
        "max_distance_covariance_multiplier": 4,
    }
    nearest = _TreeGNN(hypothesiser=near, **tree) if peer.kind.endswith("KD") else GNNWith2DAssignment(near)
    associators = {
        "GNN": lambda: GNNWith2DAssignment(near),
        "LBP": lambda: JPDAwithLBP(likely),
        "EHM2": lambda: JPDAwithEHM2(likely),
        "GNNKD": lambda: _TreeGNN(hypothesiser=near, **tree),
        "EHM2KD": lambda: _TreeEHM2(hypothesiser=likely, **tree),
    }
    prior = GaussianState(np.zeros((2 * dimensions, 1)), np.diag([0.0, _SPEED_MPS**2] * dimensions), _START)
    initiator = MultiMeasurementInitiator(
        prior_state=prior,
        measurement_model=sensor,
        updater=updater,
        deleter=UpdateTimeStepsDeleter(peer.hold),
        data_associator=nearest,
        min_points=peer.confirm,
    )
    tracker = (MultiTargetTracker if peer.kind.startswith("GNN") else MultiTargetMixtureTracker)(
        initiator=initiator,
        deleter=UpdateTimeStepsDeleter(peer.delete),
        detector=_feed(scene, sensor, scans),
        data_associator=associators[peer.kind](),
        updater=updater,
    )
    shown, numbers, begun = [], {}, time.process_time()
    for _, tracks in tracker:
        states = np.array([np.array(track.state_vector, float).ravel() for track in tracks])
        states = states.reshape(len(states), 2 * dimensions)
        ids = np.array([numbers.setdefault(track.id, len(numbers)) for track in tracks], np.int64)
        shown.append((ids, states[:, ::2], states[:, 1::2]))
    return shown, (time.process_time() - begun) / scans


def _feed(scene: Scene, sensor: Any, scans: int) -> list[Any]:
    feed, begin = [], scene.measured.begin
    for k in range(scans):
        now = _START + timedelta(seconds=float(scene.measured.times_s[k]))
        rows = scene.measured.values[begin[k] : begin[k + 1]]
        feed.append((now, {Detection(row.reshape(-1, 1), timestamp=now, measurement_model=sensor) for row in rows}))
    return feed
