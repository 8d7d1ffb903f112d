"""The tasks' data: where each split is, and what the grader must find there."""

def _task(height, width, train, test, sha256, fresh = []):
    return struct(
        height = height,
        width = width,
        train_images = train[0],
        train_labels = train[1],
        test_images = test[0],
        test_labels = test[1],
        images_sha256 = sha256[0],
        labels_sha256 = sha256[1],
        # What samples that no split holds are made of: grader/fresh/fresh.h.
        fresh = fresh,
    )

# What a category that is no suite asks for.
STANDARD_TASK = "image_classification"

# By name; what is asked in each is in //categories/tasks.
TASKS = {
    "image_classification": _task(
        28,
        28,
        train = [
            "//third_party/fashion_mnist:train-images-idx3-ubyte",
            "//third_party/fashion_mnist:train-labels-idx1-ubyte",
        ],
        test = [
            "//third_party/fashion_mnist:t10k-images-idx3-ubyte",
            "//third_party/fashion_mnist:t10k-labels-idx1-ubyte",
        ],
        sha256 = [
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        ],
    ),
    "digits": _task(
        8,
        8,
        train = [
            "//grader/tasks:digits_train_images",
            "//grader/tasks:digits_train_labels",
        ],
        test = [
            "//grader/tasks:digits_test_images",
            "//grader/tasks:digits_test_labels",
        ],
        sha256 = [
            "80510fc9162448f4c8666335357ea127bd14ff20c9a09e20a09f3b8d96ef1ca3",
            "cf2c8a23974df0c99eb3f36ff34c02acb9be1c84aca7280211ef04bea1135360",
        ],
    ),
    "anomaly_detection": _task(
        28,
        28,
        train = [
            "//grader/tasks:anomaly_detection_train_images",
            "//grader/tasks:anomaly_detection_train_labels",
        ],
        test = [
            "//grader/tasks:anomaly_detection_test_images",
            "//grader/tasks:anomaly_detection_test_labels",
        ],
        sha256 = [
            "dfb2fc89752591011a075c00ccdd8aef1fbed37fdc19d8c1d5673528bc8127ab",
            "b5a66d2349ec3881847dcc6ee6e32b1d66ead5664d07d2b758284ca405ce191a",
        ],
        fresh = [
            "//grader/tasks:anomaly_detection_other_images",
            "//grader/tasks:anomaly_detection_other_labels",
        ],
    ),
    "keyword_spotting": _task(
        49,
        10,
        train = [
            "//grader/tasks:keyword_spotting_train_images",
            "//grader/tasks:keyword_spotting_train_labels",
        ],
        test = [
            "//grader/tasks:keyword_spotting_test_images",
            "//grader/tasks:keyword_spotting_test_labels",
        ],
        sha256 = [
            "2f281feab0ecbcfc44124348f5fff3966eaa479a0425735acf68a23175deeda8",
            "298eda825203486a008f37a5b171b25e7cc4e3bc934fa0a19441a8018b203111",
        ],
        fresh = [
            "//grader/tasks:fresh_words",
            "//grader/tasks:keyword_spotting_scale",
        ],
    ),
}
