import csv
import io

from robotrace.results import metrics_table, read_run


def test_one_row_a_trial(written):
    assert metrics_table(read_run(written)) == (
        "iteration,sample,attempt,verdict,train_successes,train_n,train_rate,train_low,train_high,score,"
        "heldout_successes,heldout_n,heldout_rate,heldout_low,heldout_high,"
        "calls,tokens,prompt_tokens,completion_tokens,cached_tokens,usd,env_steps,student_calls,student_tokens,seconds\n"
        "0,0,0,start,0,2,0.0,0.0,0.6576197724933469,1.5,,,,,,0,0,0,0,0,0.0,100,0,0,0.5\n"
        "1,0,0,accepted,1,2,0.5,0.09453120573423074,0.9054687942657693,1.5,"
        "3,4,0.75,0.30064184258240184,0.9544127391902995,1,120,100,20,0,0.5,200,0,0,1.5\n"
        "2,0,0,refused,,,,,,,,,,,,2,320,300,20,64,0.75,450,0,0,3.5\n"
    )


def test_the_file_is_the_table(written):
    with written.metrics.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["verdict"] for row in rows] == ["start", "accepted", "refused"]


def test_the_last_row_has_all_that_the_run_used_up(written):
    whole = written.events.read_bytes().splitlines(keepends=True)
    written.events.write_bytes(b"".join(whole[:8]))  # killed after the fresh test
    rows = list(csv.DictReader(io.StringIO(metrics_table(read_run(written)))))
    assert [row["env_steps"] for row in rows] == ["100", "200", "250"]
    written.events.write_bytes(b"".join(whole[:6]))  # killed while the second answer was tried
    rows = list(csv.DictReader(io.StringIO(metrics_table(read_run(written)))))
    assert [(row["calls"], row["usd"]) for row in rows] == [("0", "0.0"), ("2", "0.75")]
