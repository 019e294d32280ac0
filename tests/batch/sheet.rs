//! The rows as a table and as CSV, where the course gives points.

use msgen::batch::{Row, sheet, table};

fn rows() -> Vec<Row> {
    let said = |state: &str, earned: &str| {
        let criteria = r#"{"id":"=b1","title":"a","points":2,"earned":2,"state":"met","because":[]}"#;
        let other =
            format!(r#"{{"id":"b2","title":"b","points":null,"earned":null,"state":"{state}","because":["x"]}}"#);
        let rubric = format!(r#"{{"profile":"p","criteria":[{criteria},{other}],"points":{earned},"possible":2.5}}"#);
        format!(r#"{{"findings":[{{"rule":"runs-as-root","severity":"warning"}}],"rubric":{rubric},"error":null}}"#)
    };
    vec![
        Row::read("one", "lab/one", &said("by-hand", "2")).unwrap(),
        Row::read("二", "lab/二", &said("not-met", "-1")).unwrap(),
        Row::failed("three", None, "there is nothing"),
    ]
}

#[test]
fn each_criterion_has_a_column_and_numbers_stay_numbers() {
    assert_eq!(
        String::from_utf8(sheet(&rows()).unwrap()).unwrap(),
        "submission,folder,status,errors,warnings,notes,earned,possible,criterion:=b1,criterion:b2,rules,error\n\
         one,lab/one,findings,0,1,0,2,2.5,met,by-hand,runs-as-root=1,\n\
         二,lab/二,findings,0,1,0,-1,2.5,met,not-met,runs-as-root=1,\n\
         three,,error,0,0,0,,,,,,there is nothing\n"
    );
}

#[test]
fn the_table_is_aligned_by_what_a_terminal_shows_and_has_points_where_there_are_some() {
    assert_eq!(
        table(&rows()),
        "submission  status    errors  warnings  notes  points  found\n\
         one         findings       0         1      0  2/2.5   runs-as-root\n\
         二          findings       0         1      0  -1/2.5  runs-as-root\n\
         three       error          0         0      0          there is nothing\n"
    );
    let bare = table(&rows()[2..]);
    assert!(!bare.contains("points"), "{bare}");
}

#[test]
fn what_is_no_answer_of_a_check_is_no_row() {
    for text in ["", "{}", "null", "{\"findings\":[1]}", "{\"findings\":[],\"rubric\":{}}"] {
        assert!(Row::read("a", "a", text).is_none(), "{text}");
    }
}
