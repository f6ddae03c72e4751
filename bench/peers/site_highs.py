"""HiGHS on the strong formulation, its defaults but for limits and one thread.

Incumbents and bounds are those that HiGHS shows its interrupt and improvement callbacks, many times a second."""
import math

import highspy
import numpy


def highs_of(model, lower=None, upper=None, whole=True):
    """A silent solver that has the model."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.column_count, model.row_count
    lp.col_cost_ = model.cost
    lp.col_lower_ = numpy.zeros(model.column_count) if lower is None else lower
    lp.col_upper_ = model.upper if upper is None else upper
    lp.row_lower_, lp.row_upper_ = model.row_lower, model.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = model.by_row()
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[is_whole] for is_whole in model.integer.tolist()]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    if solver.passModel(lp) == highspy.HighsStatus.kError:
        raise SystemExit("HiGHS refuses the model")
    return solver


def watch(solver, run):
    def told(kind, message, data, answer, user):
        cost = data.mip_primal_bound
        run.tell(cost if math.isfinite(cost) and cost < 1e100 else None, data.mip_dual_bound)

    kinds = highspy.cb.HighsCallbackType
    solver.setCallback(told, None)
    for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackMipImprovingSolution, kinds.kCallbackMipLogging):
        solver.startCallback(kind)


def main():
    from site_common import SiteRun
    run = SiteRun("highspy")
    solver = highs_of(run.model)
    solver.setOptionValue("threads", run.options.threads)
    solver.setOptionValue("time_limit", run.options.time)
    solver.setOptionValue("mip_rel_gap", run.options.gap)
    watch(solver, run)
    run.start()
    solver.run()
    took_s = run.elapsed()
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    run.tell(info.objective_function_value if found else None, info.mip_dual_bound)
    run.finish(solver.getSolution().col_value if found else None, took_s)


if __name__ == "__main__":
    main()
